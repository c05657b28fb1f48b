import type { Clock, Timer } from '../../base/clock.js'

/** Between two pings. */
const INTERVAL_MS = 5_000

/**
 * So many pings in a row without a word, 20 s and more, and the thread is taken for stuck. A payload of SWF's size is decoded within
 * milliseconds and a collection of garbage ends within a second, while a result task waits 60 s: a successor still takes it in time.
 */
const MOST_MISSED = 4

/** A timer that fires so much too late says that this process was paused or its main loop busy: that tells nothing of the thread. */
const PUNCTUAL_MS = 1_000

/** Asks a thread every few seconds whether it still answers. */
export class Heartbeat {
  readonly #clock: Clock
  readonly #ping: () => void
  readonly #onSilent: (silentMs: number) => void
  #timer: Timer | undefined
  #missed = 0
  #answered = false

  /** @param onSilent - called once, after which it asks no more */
  constructor(clock: Clock, ping: () => void, onSilent: (silentMs: number) => void) {
    this.#clock = clock
    this.#ping = ping
    this.#onSilent = onSilent
  }

  start(): void {
    this.#answered = false
    this.#ping()
    const dueAt = this.#clock.now() + INTERVAL_MS
    const timer = this.#clock.setTimer(() => {
      const lateMs = this.#clock.now() - dueAt
      // Timers run before messages are read: a pong may be waiting.
      setImmediate(() => {
        if (this.#timer === timer) this.#judge(lateMs)
      })
    }, INTERVAL_MS)
    this.#timer = timer
  }

  /** The thread said something: a pong or anything else. One that makes progress is not dead, however long the pong takes. */
  heard(): void {
    this.#answered = true
    this.#missed = 0
  }

  stop(): void {
    this.#timer?.cancel()
    this.#timer = undefined
  }

  #judge(lateMs: number): void {
    if (!this.#answered && lateMs < PUNCTUAL_MS) this.#missed += 1
    if (this.#missed < MOST_MISSED) return this.start()
    this.stop()
    this.#onSilent(MOST_MISSED * INTERVAL_MS)
  }
}
