import type { Deadline } from '../../../../lib/local-swf/time/deadlines.js'
import type { Swf } from '../../../../lib/local-swf/model/swf.js'

/** Counts the deadlines that are to come. */
export class DeadlineWatch {
  readonly #waiting = new Set<object>()
  readonly #listeners = new Set<() => void>()

  constructor(swf: Swf) {
    const add = swf.deadlines.add.bind(swf.deadlines)
    swf.deadlines.add = (atMs, callback) =>
      atMs === Infinity ? add(atMs, callback) : this.#watched(callback, (watched) => add(atMs, watched))
    const holdFor = swf.holdFor.bind(swf)
    swf.holdFor = (ms, end) => this.#watched(end, (watched) => holdFor(ms, watched))
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

  #watched(callback: () => void, add: (callback: () => void) => Deadline): Deadline {
    const entry = {}
    this.#waiting.add(entry)
    const end = (): void => {
      this.#waiting.delete(entry)
      this.#tell()
    }
    const deadline = add(() => {
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

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}
