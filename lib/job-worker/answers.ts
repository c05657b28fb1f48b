import { sleep, type Clock } from '../clock.js'
import { BackOff } from '../back-off.js'
import { classifyFault } from '../swf/faults.js'

const BACK_OFF = { baseMs: 500, capMs: 10_000 }

/** Sends answers to SWF, again and again while SWF cannot be reached: an activity may have worked an hour for one. */
export class Answers {
  readonly #clock: Clock
  readonly #ended: AbortSignal
  #late = 0

  /** @param ended - when it aborts, nothing more is sent */
  constructor(clock: Clock, ended: AbortSignal) {
    this.#clock = clock
    this.#ended = ended
  }

  /** Answers that SWF no longer wanted: the task had timed out, or its execution was closed. */
  get late(): number {
    return this.#late
  }

  /** Resolves when SWF took the answer, or no longer wants it, or it was too late to send it. Rejects if SWF refuses it. */
  async send(answer: () => Promise<unknown>): Promise<void> {
    const backOff = new BackOff(BACK_OFF)
    while (!this.#ended.aborted) {
      try {
        await answer()
        return
      } catch (error) {
        const { action } = classifyFault(error)
        if (action === 'gone' || action === 'register') {
          this.#late += 1
          return
        }
        if (action === 'give-up') throw error
        await sleep(backOff.fail(), this.#clock, this.#ended)
      }
    }
  }
}
