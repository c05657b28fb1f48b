import type { Clock } from '../time/clock.js'
import { rateExceeded } from '../answers/faults.js'
import { faultReply, type Reply } from '../answers/reply.js'
import type { ClockSkewRule, RequestRule } from './fault-rule.js'
import { expiredToken, faultNamed, signatureFault, signedMsOf } from './front-end-faults.js'

/** What the injection of faults needs to know of one request. */
export interface Exchange {
  readonly operation: string
  /** The value of the header `x-amz-date`. */
  readonly signedAt: string | undefined
  /** Whether the client is known to have disconnected. */
  isDisconnected(): boolean
  /** Calls back when the client disconnects before it is answered. */
  onDisconnect(callback: () => void): void
}

const DEFAULT_MESSAGE = 'injected by LocalSwf'
const DEFAULT_SKEW_MS = 3_600_000

/** The connection is reset without an answer. */
const noAnswer: Reply = { status: 200, body: '', delivery: 'none' }

/** The reply to a request that the rule strikes. Most kinds of rules do not carry the request out at all. */
export async function replyByRule(
  rule: Exclude<RequestRule, ClockSkewRule>,
  exchange: Exchange,
  clock: Clock,
  carryOut: () => Promise<Reply>,
): Promise<Reply> {
  switch (rule.kind) {
    case 'fault':
      return faultReply(faultNamed(rule.name, rule.message ?? DEFAULT_MESSAGE))
    case 'throttling':
      return faultReply(rateExceeded())
    case 'error500':
      return faultReply(faultNamed('InternalFailure', DEFAULT_MESSAGE))
    case 'expired-credentials':
      return faultReply(expiredToken())
    case 'reset-before':
      return noAnswer
    case 'reset-after':
      return { ...(await carryOut()), delivery: 'none' }
    case 'half-body':
      return { ...(await carryOut()), delivery: 'half' }
    case 'hang':
      await disconnection(exchange)
      return noAnswer
    case 'latency': {
      const reply = await carryOut()
      await delay(rule.latencyMs, clock, exchange)
      return reply
    }
  }
}

/** The server with another clock that a `clock-skew` rule makes of this one. */
export interface SkewedServer {
  /** The time of that server, in the form of the header Date. */
  readonly date: string
  /** The reply to a request that is signed for a time too far from that server's. */
  readonly refusal?: Reply
}

export function skewedServer({ skewMs = DEFAULT_SKEW_MS }: ClockSkewRule, { signedAt }: Exchange): SkewedServer {
  const nowMs = Date.now()
  const serverMs = nowMs + skewMs
  const fault = signatureFault(signedMsOf(signedAt) ?? nowMs, serverMs)
  return { date: new Date(serverMs).toUTCString(), ...(fault && { refusal: faultReply(fault) }) }
}

function disconnection(exchange: Exchange): Promise<void> {
  return new Promise((resolve) => {
    if (exchange.isDisconnected()) resolve()
    else exchange.onDisconnect(resolve)
  })
}

/** Resolves after the time, or when the client disconnects. */
function delay(ms: number, clock: Clock, exchange: Exchange): Promise<void> {
  return new Promise((resolve) => {
    if (exchange.isDisconnected()) return resolve()
    const timer = clock.setTimer(resolve, ms)
    exchange.onDisconnect(() => {
      timer.cancel()
      resolve()
    })
  })
}
