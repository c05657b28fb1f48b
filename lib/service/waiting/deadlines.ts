import { MAX_TIMER_MS, type Clock, type Timer } from '../../base/clock.js'

/** Something with a deadline. `heapIndex` is its place in the heap, so that removing it takes no search. */
export interface Expiring {
  /** The deadline in ms since the epoch. It is Infinity if there is none. */
  readonly deadline: number
  heapIndex: number
}

interface DeadlinesOptions<T> {
  readonly clock: Clock
  /** Is called once for each entry whose deadline has passed. The entry has been removed by then. */
  readonly expire: (entry: T) => void
  /**
   * Is called once before the entries that are due at one moment expire. An entry that is removed before the promise resolves does not
   * expire. The promise must not reject.
   */
  readonly beforeExpiry?: (() => Promise<void>) | undefined
}

/**
 * Watches any number of deadlines with one timer. The entries form a binary heap with the earliest deadline on top, so that a million
 * entries need no million timers, and an entry is added or removed without a search.
 */
export class Deadlines<T extends Expiring> {
  readonly #heap: T[] = []
  readonly #options: DeadlinesOptions<T>
  #timer: Timer | undefined
  #timerDue = Infinity

  constructor(options: DeadlinesOptions<T>) {
    this.#options = options
  }

  add(entry: T): void {
    if (entry.deadline === Infinity) return
    this.#place(entry, this.#heap.length)
    this.#rise(entry)
    this.#arm()
  }

  remove(entry: T): void {
    const index = entry.heapIndex
    if (this.#heap[index] !== entry) return
    entry.heapIndex = -1
    const last = this.#heap.pop()
    if (last !== undefined && last !== entry) {
      this.#place(last, index)
      this.#rise(last)
      this.#sink(last)
    }
    if (this.#heap.length === 0) this.#disarm()
  }

  #arm(): void {
    const first = this.#heap[0]
    if (first === undefined || first.deadline >= this.#timerDue) return
    this.#disarm()
    const { clock } = this.#options
    const now = clock.now()
    const delayMs = Math.min(Math.max(first.deadline - now, 0), MAX_TIMER_MS)
    this.#timerDue = now + delayMs
    this.#timer = clock.setTimer(() => this.#wake(), delayMs)
    // A pending result keeps the process alive through KeepAlive, not through this timer.
    this.#timer.unref()
  }

  #disarm(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    this.#timerDue = Infinity
  }

  #wake(): void {
    this.#disarm()
    const { clock, beforeExpiry } = this.#options
    const now = clock.now()
    if (beforeExpiry === undefined) return this.#expireDue(now)
    // No timer is set until then, since it would fire for the same entries again.
    this.#timerDue = -Infinity
    void beforeExpiry().then(() => {
      this.#disarm()
      this.#expireDue(now)
    })
  }

  /** Entries that fall due after `now` get a call of `beforeExpiry` of their own. */
  #expireDue(now: number): void {
    for (let first = this.#heap[0]; first !== undefined && first.deadline <= now; first = this.#heap[0]) {
      this.remove(first)
      this.#options.expire(first)
    }
    this.#arm()
  }

  #place(entry: T, index: number): void {
    this.#heap[index] = entry
    entry.heapIndex = index
  }

  #rise(entry: T): void {
    while (entry.heapIndex > 0) {
      const index = entry.heapIndex
      const parent = this.#heap[(index - 1) >> 1]
      if (parent === undefined || parent.deadline <= entry.deadline) return
      this.#place(entry, parent.heapIndex)
      this.#place(parent, index)
    }
  }

  #sink(entry: T): void {
    for (;;) {
      const index = entry.heapIndex
      const left = this.#heap[2 * index + 1]
      const right = this.#heap[2 * index + 2]
      const child = right !== undefined && left !== undefined && right.deadline < left.deadline ? right : left
      if (child === undefined || child.deadline >= entry.deadline) return
      this.#place(entry, child.heapIndex)
      this.#place(child, index)
    }
  }
}
