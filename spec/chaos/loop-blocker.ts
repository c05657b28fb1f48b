import type { ChaosOptions } from './plan.js'

/** In real ms: deadlines fall due within it, and results come. */
const BLOCK_MS = 1_500

/** Has the main loop stand still from time to time, as a computation would: where it ends, timers run before messages are read. */
export class LoopBlocker {
  #every = Infinity
  #left = 0
  #next = Infinity

  arm({ jobs, blocks }: ChaosOptions): void {
    this.#every = jobs / (blocks + 1)
    this.#left = blocks
    this.#next = this.#every
  }

  /** To be told how many promises have settled. */
  settled(count: number): void {
    if (this.#left === 0 || count < this.#next) return
    this.#left -= 1
    this.#next += this.#every
    setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)), 0, 0, BLOCK_MS))
  }
}
