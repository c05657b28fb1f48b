import { BackOff } from '../base/back-off.js'
import type { Clock } from '../base/clock.js'
import type { Fault } from '../swf/faults/classify-fault.js'
import { unlessAborted } from '../base/promises.js'

/** What a bucket of 200 a second saves up in a rest is gone within some of its requests: none is wasted, and few are refused. */
const REST = { baseMs: 250, capMs: 5_000 }

/**
 * When starts are sent. SWF takes so many at once, and then so many a second, of a whole account. When it takes no more, all rest
 * together; afterwards one goes first, and with each round that is taken one more goes at a time, until SWF takes no more again.
 */
export class StartPace {
  readonly #clock: Clock
  readonly #backOff = new BackOff(REST)
  readonly #waiting: Array<() => void> = []
  #atOnce = Infinity
  /** Taken since that changed. */
  #taken = 0
  #underWay = 0
  #resting = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /**
   * Sends the request when its turn has come.
   *
   * @param withdrawn - its abort ends the wait
   * @returns undefined if it was withdrawn before its turn
   */
  async send(request: () => Promise<string | Fault>, withdrawn: AbortSignal): Promise<string | Fault | undefined> {
    while (!withdrawn.aborted && (this.#resting || this.#underWay >= this.#atOnce)) {
      await unlessAborted(this.#change(), withdrawn)
    }
    if (withdrawn.aborted) return undefined
    this.#underWay += 1
    try {
      const answer = await request()
      this.#learn(answer)
      return answer
    } finally {
      this.#underWay -= 1
      this.#wake()
    }
  }

  #learn(answer: string | Fault): void {
    if (typeof answer === 'string') {
      this.#backOff.succeed()
      this.#taken += 1
      if (this.#taken >= this.#atOnce) this.#allow(this.#atOnce + 1)
    } else if (isThrottled(answer) && !this.#resting) {
      this.#allow(1)
      this.#resting = true
      // The thread need not live for it: a start that waits is withdrawn when the thread ends.
      this.#clock.setTimer(() => this.#rested(), this.#backOff.fail()).unref()
    }
  }

  #allow(atOnce: number): void {
    this.#atOnce = atOnce
    this.#taken = 0
  }

  #rested(): void {
    this.#resting = false
    this.#wake()
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve()
  }
}

/** A limit is one of a rate if SWF says so: others, of open executions say, may stay reached for hours. */
export function isThrottled({ kind, reason }: Fault): boolean {
  return kind === 'throttled' || (kind === 'limitExceeded' && /\brate\b/i.test(reason))
}
