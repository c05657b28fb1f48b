import type { Clock } from '../time/clock.js'
import { rateExceeded } from '../answers/faults.js'
import { faulted, type Reply } from '../answers/reply.js'
import type { ClockSkewRule, RequestRule } from './fault-rule.js'
import { expiredToken, faultNamed, signatureFault, signedMsOf } from './front-end-faults.js'

/** One request, as far as faults need to know it. */
export interface Exchange {
  readonly operation: string
  /** The header `x-amz-date`. */
  readonly signedAt: string | undefined
  /** Whether the client is known to have gone. */
  isGone(): boolean
  /** Calls back when the client goes away before it is answered. */
  onGone(callback: () => void): void
}

const DEFAULT_MESSAGE = 'injected by LocalSwf'
const DEFAULT_SKEW_MS = 3_600_000

/** Nothing is said, and the connection is reset. */
const unanswered: Reply = { status: 200, body: '', delivery: 'none' }

/** What a request that the rule strikes is answered with, and how. Most kinds do not carry it out at all. */
export async function effect(
  rule: Exclude<RequestRule, ClockSkewRule>,
  exchange: Exchange,
  clock: Clock,
  carryOut: () => Promise<Reply>,
): Promise<Reply> {
  switch (rule.kind) {
    case 'fault':
      return faulted(faultNamed(rule.name, rule.message ?? DEFAULT_MESSAGE))
    case 'throttling':
      return faulted(rateExceeded())
    case 'error500':
      return faulted(faultNamed('InternalFailure', DEFAULT_MESSAGE))
    case 'expired-credentials':
      return faulted(expiredToken())
    case 'reset-before':
      return unanswered
    case 'reset-after':
      return { ...(await carryOut()), delivery: 'none' }
    case 'half-body':
      return { ...(await carryOut()), delivery: 'half' }
    case 'hang':
      await gone(exchange)
      return unanswered
    case 'latency': {
      const reply = await carryOut()
      await passed(rule.latencyMs, clock, exchange)
      return reply
    }
  }
}

/** The server that a rule makes of this one. */
export interface SkewedServer {
  /** What its answers say, in the form of the header Date. */
  readonly date: string
  /** In place of the answer, to a request that is signed for too different a time. */
  readonly refusal?: Reply
}

export function skewedServer({ skewMs = DEFAULT_SKEW_MS }: ClockSkewRule, { signedAt }: Exchange): SkewedServer {
  const nowMs = Date.now()
  const serverMs = nowMs + skewMs
  const fault = signatureFault(signedMsOf(signedAt) ?? nowMs, serverMs)
  return { date: new Date(serverMs).toUTCString(), ...(fault && { refusal: faulted(fault) }) }
}

function gone(exchange: Exchange): Promise<void> {
  return new Promise((resolve) => {
    if (exchange.isGone()) resolve()
    else exchange.onGone(resolve)
  })
}

/** Resolves after the time, or when the client has gone. */
function passed(ms: number, clock: Clock, exchange: Exchange): Promise<void> {
  return new Promise((resolve) => {
    if (exchange.isGone()) return resolve()
    const timer = clock.setTimer(resolve, ms)
    exchange.onGone(() => {
      timer.cancel()
      resolve()
    })
  })
}
