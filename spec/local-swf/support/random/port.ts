import { setImmediate as turn } from 'node:timers/promises'
import { SwfFault } from '../../../../lib/local-swf/answers/faults.js'
import { Swf } from '../../../../lib/local-swf/model/swf.js'
import type { Call } from '../../../../lib/local-swf/operations/operation.js'
import { findOperation } from '../../../../lib/local-swf/operations/table.js'
import { ManualClock } from '../../../../lib/local-swf/index.js'
import { DeadlineWatch } from './deadline-watch.js'
import { SlowFunction } from './slow-function.js'

export type Answered = Readonly<Record<string, unknown>>

/** What a call came to: an answer (empty for an operation that answers nothing) or the name of a fault. */
export interface Outcome {
  readonly answer?: Answered
  readonly fault?: string
}

export type Leaving = 'unnoticed' | 'noticed'

export interface SentPoll {
  readonly outcome: Promise<Outcome>
  /** The client goes away. Unnoticed, its connection is dead without that anybody was told. Gives what became of it. */
  leave(isNoticed: boolean): Promise<Leaving>
}

/** An SWF of one's own, and a way to it. */
export interface Port {
  readonly clock: ManualClock
  readonly deadlines: DeadlineWatch
  readonly slow: SlowFunction
  call(operation: string, body: object): Promise<Outcome>
  /** A call to see what there is: straight to the operation, whatever way the others take. */
  read(operation: string, body: object): Promise<Outcome>
  /** When this resolves, the poll has been answered, or is held. */
  poll(operation: string, body: object): Promise<SentPoll>
}

export function newSwf() {
  const clock = new ManualClock(1_800_000_000_250)
  const slow = new SlowFunction()
  const functions = {
    echo: (input: unknown) => input,
    broken: () => Promise.reject(new Error('out of order')),
    slow: () => slow.call(),
    large: () => 'x'.repeat(40_000),
  }
  const swf = new Swf({ clock, functions })
  return { clock, slow, swf, deadlines: new DeadlineWatch(swf) }
}

/** Calls an operation, without HTTP. */
export async function callOperation(swf: Swf, operation: string, body: object, client = presentClient): Promise<Outcome> {
  try {
    const answer = await findOperation(operation)(body, { swf, region: 'us-east-1', accountId: '123456789012', ...client })
    return { answer: { ...answer } }
  } catch (error) {
    if (!(error instanceof SwfFault)) throw error
    return { fault: error.type }
  }
}

/** Straight to the operations. */
export function directPort(): Port {
  const { swf, ...parts } = newSwf()
  const call = (operation: string, body: object) => callOperation(swf, operation, body)

  async function poll(operation: string, body: object): Promise<SentPoll> {
    let isGone = false
    const callbacks: (() => void)[] = []
    const client = { isDisconnected: () => isGone, onDisconnect: (callback: () => void) => void callbacks.push(callback) }
    const outcome = callOperation(swf, operation, body, client)
    // The one who asks for the outcome may come late.
    outcome.catch(() => {})
    await turn()
    const leave = async (isNoticed: boolean): Promise<Leaving> => {
      isGone = true
      if (isNoticed) for (const callback of callbacks) callback()
      await turn()
      return isNoticed ? 'noticed' : 'unnoticed'
    }
    return { outcome, leave }
  }

  return { ...parts, call, poll, read: call }
}

const presentClient: Pick<Call, 'isDisconnected' | 'onDisconnect'> = { isDisconnected: () => false, onDisconnect: () => {} }
