import type { Deadlines } from '../../../../lib/local-swf/model/deadlines.js'

/** Counts the deadlines that are to come. */
export class DeadlineWatch {
  readonly #waiting = new Set<object>()
  readonly #listeners = new Set<() => void>()

  constructor(deadlines: Deadlines) {
    const add = deadlines.add.bind(deadlines)
    deadlines.add = (atMs, callback) => {
      if (atMs === Infinity) return add(atMs, callback)
      const entry = {}
      this.#waiting.add(entry)
      const end = (): void => {
        this.#waiting.delete(entry)
        this.#tell()
      }
      const deadline = add(atMs, () => {
        end()
        callback()
      })
      this.#tell()
      return {
        cancel: () => {
          end()
          deadline.cancel()
        },
      }
    }
  }

  get waiting(): number {
    return this.#waiting.size
  }

  /** When one is added or taken away. */
  changed(): Promise<void> {
    return new Promise((resolve) => {
      const listener = (): void => {
        this.#listeners.delete(listener)
        resolve()
      }
      this.#listeners.add(listener)
    })
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}
