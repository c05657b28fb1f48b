import { setMaxListeners } from 'node:events'
import { sleep, type Clock } from '../../base/clock.js'
import { BackOff } from '../../base/back-off.js'
import { classifyFault, type Fault } from '../faults/classify-fault.js'
import { unlessAborted } from '../../base/promises.js'

/** It is shorter than the back-off of polls: a task waits about a minute for its answer, and then another worker gets it. */
const BACK_OFF = { baseMs: 500, capMs: 10_000 }

/**
 * What became of an answer.
 * - `taken`: SWF took it
 * - `late`: SWF no longer wanted it, because the task had timed out or its execution was closed
 * - `unanswered`: it was given up because it could not be sent in time
 */
type AnswerOutcome = 'taken' | 'late' | 'unanswered'

export interface AnswersOptions {
  readonly clock: Clock
  /** When it aborts, nothing more is sent, and nobody waits for what was sent. */
  readonly ended: AbortSignal
  /** Gets new credentials. */
  readonly refreshCredentials: () => Promise<void>
  /** Called for each fault. `retryInMs` is undefined when the answer is given up. */
  readonly onFault?: (fault: Fault, retryInMs: number | undefined) => void
  /** Called when SWF took an answer, or said that it no longer wants it. */
  readonly onAnswered?: () => void
}

/** Sends the answers to tasks, and repeats them while SWF cannot be reached: an activity may have worked for an hour on its answer. */
export class Answers {
  readonly #options: AnswersOptions
  readonly #hurry = new AbortController()
  readonly #endedOrHurried: AbortSignal
  #late = 0
  #unanswered = 0

  constructor(options: AnswersOptions) {
    this.#options = options
    this.#endedOrHurried = AbortSignal.any([options.ended, this.#hurry.signal])
    // Each answer under way listens to these signals, and any number of listeners is right.
    setMaxListeners(0, options.ended, this.#endedOrHurried)
  }

  /** How many answers SWF no longer wanted. */
  get late(): number {
    return this.#late
  }

  /** How many answers were given up. */
  get unanswered(): number {
    return this.#unanswered
  }

  /**
   * Sends one answer. Rejects if SWF refuses it for good.
   *
   * @param withinMs - how long the task waits for the answer. After that it is given up
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

  /** Sends the answers that wait for their next attempt now, since the worker is about to end. */
  hurry(): void {
    this.#hurry.abort()
  }

  async #wait({ action }: Fault, delayMs: number): Promise<void> {
    const { clock, ended, refreshCredentials } = this.#options
    // If no credentials can be had, the next attempt says so.
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

/** An answer names only a task: if SWF does not know the domain or type, it does not know the task either. */
function isLate({ action }: Fault): boolean {
  return action === 'drop' || action === 'register'
}
