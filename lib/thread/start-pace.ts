import { BackOff } from '../base/back-off.js'
import type { Clock } from '../base/clock.js'
import type { Fault } from '../swf/faults/classify-fault.js'

/**
 * How many requests are sent at a time at most. SWF takes about 50 ms for one, and takes 200 a second in the long run, so this is a few
 * more than needed. Thousands at a time would take as many sockets, and leave the thread no time for anything else.
 */
const MOST_AT_ONCE = 32

/**
 * How long to rest when SWF throttles. Its bucket fills by 200 a second, so a rest of this length wastes nothing, and few requests
 * are refused after it.
 */
const REST = { baseMs: 250, capMs: 5_000 }

/**
 * Decides when starts are sent. A few are sent at a time, in the order in which they came. SWF limits the starts of a whole account, and
 * when it takes no more, all starts rest together. After the rest only one is sent at a time. Each time as many were taken as are sent
 * at once, one more is sent at a time.
 */
export class StartPace {
  readonly #clock: Clock
  readonly #backOff = new BackOff(REST)
  /** The starts that wait, in the order in which they came. Each function is called when its turn has come. */
  readonly #waiting = new Set<() => void>()
  #atOnce = MOST_AT_ONCE
  /** How many were taken since `#atOnce` changed. */
  #taken = 0
  #underWay = 0
  #resting = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /**
   * Sends the request when its turn has come.
   *
   * @param withdrawn - its abort ends the wait for the turn
   * @returns the answer; undefined if the start was withdrawn before its turn
   */
  async send(request: () => Promise<string | Fault>, withdrawn: AbortSignal): Promise<string | Fault | undefined> {
    if (!(await this.#turn(withdrawn))) return undefined
    try {
      if (withdrawn.aborted) return undefined
      const answer = await request()
      this.#learn(answer)
      return answer
    } finally {
      this.#underWay -= 1
      this.#admit()
    }
  }

  /** @returns true when the turn has come, and false if the start was withdrawn before */
  #turn(withdrawn: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      if (withdrawn.aborted) return resolve(false)
      const begin = (): void => {
        withdrawn.removeEventListener('abort', leave)
        resolve(true)
      }
      const leave = (): void => {
        this.#waiting.delete(begin)
        resolve(false)
      }
      withdrawn.addEventListener('abort', leave, { once: true })
      this.#waiting.add(begin)
      this.#admit()
    })
  }

  #admit(): void {
    for (const begin of this.#waiting) {
      if (this.#resting || this.#underWay >= this.#atOnce) return
      this.#waiting.delete(begin)
      this.#underWay += 1
      begin()
    }
  }

  #learn(answer: string | Fault): void {
    if (typeof answer === 'string') {
      this.#backOff.succeed()
      this.#taken += 1
      if (this.#taken >= this.#atOnce) this.#allow(Math.min(this.#atOnce + 1, MOST_AT_ONCE))
    } else if (isThrottled(answer) && !this.#resting) {
      this.#allow(1)
      this.#resting = true
      // The thread need not live for this timer, since all starts that wait are withdrawn when the thread ends.
      this.#clock.setTimer(() => this.#rested(), this.#backOff.fail()).unref()
    }
  }

  #allow(atOnce: number): void {
    this.#atOnce = atOnce
    this.#taken = 0
  }

  #rested(): void {
    this.#resting = false
    this.#admit()
  }
}

/** Whether SWF refused a start because of a rate. Other limits, such as that of open executions, may stay reached for hours. */
export function isThrottled({ kind, reason }: Fault): boolean {
  return kind === 'throttled' || (kind === 'limitExceeded' && /\brate\b/i.test(reason))
}
