import type { Figure } from './figures.js'

/** Tokens are counted in thousandths, so that whole milliseconds of a whole refill never round. */
const TOKEN = 1000

/** Full at first; refilled all the time, up to its size. Chosen: the documentation says no more than size and refill. */
export class TokenBucket {
  readonly #capacity: number
  readonly #refillPerMs: number
  #content: number
  #atMs: number

  constructor([size, refillPerSecond]: Figure, nowMs: number) {
    this.#capacity = size * TOKEN
    // Thousandths of a token in a millisecond are tokens in a second.
    this.#refillPerMs = refillPerSecond
    this.#content = this.#capacity
    this.#atMs = nowMs
  }

  /** Takes a token, if there is one. */
  take(nowMs: number): boolean {
    this.#refill(nowMs)
    if (this.#content < TOKEN) return false
    this.#content -= TOKEN
    return true
  }

  #refill(nowMs: number): void {
    // A real clock may be set back.
    const elapsedMs = Math.max(0, nowMs - this.#atMs)
    this.#content = Math.min(this.#capacity, this.#content + elapsedMs * this.#refillPerMs)
    this.#atMs = nowMs
  }
}
