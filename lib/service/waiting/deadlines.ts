import { MAX_TIMER_MS, type Clock, type Timer } from '../../base/clock.js'

/** Something with a deadline. The heap keeps its own place in `heapIndex`, so that removing costs no search. */
export interface Expiring {
  /** Milliseconds since the epoch; Infinity for never. */
  readonly deadline: number
  heapIndex: number
}

export interface DeadlinesOptions<T> {
  readonly clock: Clock
  /** Called once for each entry whose deadline has passed; the entry has left by then. */
  readonly expire: (entry: T) => void
  /** Called once before all that are due at that moment expire; those that leave until it resolves do not. It never rejects. */
  readonly lastCall?: (() => Promise<void>) | undefined
}

/**
 * Watches any number of deadlines with one timer: a binary heap, its earliest deadline on top.
 * A million entries cost no timer each, and one that settles leaves at once.
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
    // What is pending keeps the process alive by its thread, not by this timer.
    this.#timer.unref()
  }

  #disarm(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    this.#timerDue = Infinity
  }

  #wake(): void {
    this.#disarm()
    const { clock, lastCall } = this.#options
    const now = clock.now()
    if (lastCall === undefined) return this.#expireDue(now)
    // No timer until then: they would all be due again.
    this.#timerDue = -Infinity
    void lastCall().then(() => {
      this.#disarm()
      this.#expireDue(now)
    })
  }

  /** What falls due after `now` has a last call of its own. */
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
