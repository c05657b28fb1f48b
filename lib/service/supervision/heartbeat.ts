import type { Clock, Timer } from '../../base/clock.js'

/** The time between two pings. */
const INTERVAL_MS = 5_000

/**
 * A thread that says nothing during so many pings in a row, for 20 s or more, is taken for stuck. A payload of SWF's size is decoded
 * within milliseconds, and a garbage collection ends within a second. A result task waits 60 s, so a successor still takes it in time.
 */
const MOST_MISSED = 4

/** A timer that fires this late shows that the process was paused or its main loop busy, which says nothing about the thread. */
const PUNCTUAL_MS = 1_000

/** Asks a thread every few seconds whether it still answers. */
export class Heartbeat {
  readonly #clock: Clock
  readonly #ping: () => void
  readonly #onSilent: (silentMs: number) => void
  #timer: Timer | undefined
  #missed = 0
  #answered = false

  /** @param onSilent - is called once, and no more pings are sent after it */
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
      // Timers run before messages are read, so a pong may be waiting.
      setImmediate(() => {
        if (this.#timer === timer) this.#judge(lateMs)
      })
    }, INTERVAL_MS)
    this.#timer = timer
  }

  /** The thread sent a message of any kind. A thread that makes progress is not dead, however long its pong takes. */
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
