import type { Figure } from './figures.js'

/** Tokens are counted in thousandths, so that what a whole number of milliseconds refills is a whole number, too. */
const TOKEN = 1000

/** A bucket that is full at first and is refilled all the time, up to its size. Chosen: the documentation gives only size and refill. */
export class TokenBucket {
  readonly #capacity: number
  readonly #refillPerMs: number
  #content: number
  #atMs: number

  constructor([size, refillPerSecond]: Figure, nowMs: number) {
    this.#capacity = size * TOKEN
    // As many thousandths of a token come in a millisecond as tokens come in a second.
    this.#refillPerMs = refillPerSecond
    this.#content = this.#capacity
    this.#atMs = nowMs
  }

  /** Takes a token, and tells whether there was one. */
  take(nowMs: number): boolean {
    this.#refill(nowMs)
    if (this.#content < TOKEN) return false
    this.#content -= TOKEN
    return true
  }

  #refill(nowMs: number): void {
    // The real time may be set back.
    const elapsedMs = Math.max(0, nowMs - this.#atMs)
    this.#content = Math.min(this.#capacity, this.#content + elapsedMs * this.#refillPerMs)
    this.#atMs = nowMs
  }
}
