import { BackOff } from '../base/back-off.js'
import type { Clock } from '../base/clock.js'
import type { Fault } from '../swf/faults/classify-fault.js'

/**
 * Requests at a time, at the most. One takes SWF some 50 ms, and SWF takes 200 a second in the long run: this is a few more than that
 * needs. Thousands at a time would take as many sockets, and leave the thread no time for anything else.
 */
const MOST_AT_ONCE = 32

/** What a bucket of 200 a second saves up in a rest is gone within some of its requests: none is wasted, and few are refused. */
const REST = { baseMs: 250, capMs: 5_000 }

/**
 * When starts are sent: a few at a time, first come, first sent. SWF takes so many a second, of a whole account. When it takes no more,
 * all rest together. Afterwards one goes first, and with each round that is taken one more goes at a time.
 */
export class StartPace {
  readonly #clock: Clock
  readonly #backOff = new BackOff(REST)
  /** In the order in which they came: each is called when its turn has come. */
  readonly #waiting = new Set<() => void>()
  #atOnce = MOST_AT_ONCE
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

  /** @returns false if it was withdrawn before */
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
    this.#admit()
  }
}

/** A limit is one of a rate if SWF says so: others, of open executions say, may stay reached for hours. */
export function isThrottled({ kind, reason }: Fault): boolean {
  return kind === 'throttled' || (kind === 'limitExceeded' && /\brate\b/i.test(reason))
}
