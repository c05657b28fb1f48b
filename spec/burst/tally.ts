import { isDeepStrictEqual } from 'node:util'
import { inputOf } from './activities.js'

/** Counts how the jobs end, with nothing of its own for each: it is the service that is measured. */
export class Tally {
  /** Resolves when each has ended. */
  readonly complete: Promise<void>
  /** By name and message. */
  readonly rejected: Record<string, number> = {}
  right = 0
  wrong = 0
  readonly #arrived: Uint8Array
  #left: number
  #completed = (): void => {}

  constructor(count: number) {
    this.#left = count
    this.#arrived = new Uint8Array(count)
    this.complete = new Promise((resolve) => (this.#completed = resolve))
  }

  /** A value that came, of whichever job: it says of which. */
  readonly arrived = (value: unknown): void => {
    const index = typeof value === 'object' && value !== null && 'index' in value ? Number(value.index) : -1
    if (this.#arrived[index] === 0 && isDeepStrictEqual(value, inputOf(index))) {
      this.#arrived[index] = 1
      this.right += 1
    } else this.wrong += 1
    this.#ended()
  }

  readonly failed = (error: unknown): void => {
    const text = error instanceof Error ? `${error.name}: ${error.message}`.replaceAll(/"[^"]*"/g, '…') : String(error)
    this.rejected[text] = (this.rejected[text] ?? 0) + 1
    this.#ended()
  }

  #ended(): void {
    this.#left -= 1
    if (this.#left === 0) this.#completed()
  }
}
