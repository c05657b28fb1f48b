import { setMaxListeners } from 'node:events'
import { sleep, type Clock } from '../../base/clock.js'
import { BackOff } from '../../base/back-off.js'
import { classifyFault, type Fault } from '../faults/classify-fault.js'
import { unlessAborted } from '../../base/promises.js'

/** These delays are shorter than those of polls. SWF waits about a minute for the answer to a task, and then gives the task to another worker. */
const BACK_OFF = { baseMs: 500, capMs: 10_000 }

/**
 * What became of an answer.
 * - `taken`: SWF has accepted it.
 * - `late`: SWF no longer wants it, since the task had timed out or its execution was closed.
 * - `unanswered`: it was given up, since it could not be sent in time.
 */
type AnswerOutcome = 'taken' | 'late' | 'unanswered'

export interface AnswersOptions {
  readonly clock: Clock
  /** When this signal aborts, nothing more is sent, and nothing is waited for. */
  readonly ended: AbortSignal
  /** Gets new credentials. */
  readonly refreshCredentials: () => Promise<void>
  /** Is told of each fault. `retryInMs` is undefined if the answer is given up. */
  readonly onFault?: (fault: Fault, retryInMs: number | undefined) => void
  /** Is called when SWF has accepted an answer, or has said that it no longer wants it. */
  readonly onAnswered?: () => void
}

/** Sends the answers to tasks. While SWF cannot be reached, it tries again and again, since an activity may have worked an hour for an answer. */
export class Answers {
  readonly #options: AnswersOptions
  readonly #hurry = new AbortController()
  readonly #endedOrHurried: AbortSignal
  #late = 0
  #unanswered = 0

  constructor(options: AnswersOptions) {
    this.#options = options
    this.#endedOrHurried = AbortSignal.any([options.ended, this.#hurry.signal])
    // Every answer that is under way listens to these signals.
    setMaxListeners(0, options.ended, this.#endedOrHurried)
  }

  /** The number of answers that SWF no longer wanted. */
  get late(): number {
    return this.#late
  }

  /** The number of answers that were given up. */
  get unanswered(): number {
    return this.#unanswered
  }

  /**
   * Sends an answer until SWF has accepted it. It rejects if SWF refuses the answer for good.
   *
   * @param withinMs - is how long the task waits for its answer; after that the answer is given up
   */
  async send(answer: () => Promise<unknown>, withinMs = Infinity): Promise<AnswerOutcome> {
    const { clock, ended, onFault, onAnswered } = this.#options
    const backOff = new BackOff(BACK_OFF)
    const until = clock.now() + withinMs
    while (!ended.aborted) {
      const fault = await unlessAborted(faultOf(answer), ended)
      if (fault === undefined) break
      if (fault === 'none' || isLate(fault)) {
        onAnswered?.()
        if (fault === 'none') return 'taken'
        this.#late += 1
        return 'late'
      }
      if (fault.action === 'give-up') throw fault.cause
      const delayMs = backOff.fail()
      const isOver = clock.now() + delayMs > until
      onFault?.(fault, isOver ? undefined : delayMs)
      if (isOver) break
      await this.#wait(fault, delayMs)
    }
    this.#unanswered += 1
    return 'unanswered'
  }

  /** Sends at once the answers that wait to be sent again, since there is not much time left. */
  hurry(): void {
    this.#hurry.abort()
  }

  async #wait({ action }: Fault, delayMs: number): Promise<void> {
    const { clock, ended, refreshCredentials } = this.#options
    // If there are no credentials, the next attempt reports it.
    if (action === 'refresh-credentials')
      await unlessAborted(
        refreshCredentials().catch(() => {}),
        ended,
      )
    await sleep(delayMs, clock, this.#hurry.signal.aborted ? ended : this.#endedOrHurried)
  }
}

async function faultOf(answer: () => Promise<unknown>): Promise<Fault | 'none'> {
  try {
    await answer()
    return 'none'
  } catch (error) {
    return classifyFault(error)
  }
}

/** An answer names only its task. So if SWF says that it does not know the domain or type, it does not know the task either. */
function isLate({ action }: Fault): boolean {
  return action === 'drop' || action === 'register'
}
