import { MAX_TIMER_MS, type Clock, type Timer } from './clock.js'

export interface Deadline {
  /** Harmless when it has passed or was cancelled already. */
  cancel(): void
}

interface Entry {
  readonly atMs: number
  /** Orders what falls due in the same millisecond. */
  readonly sequence: number
  readonly callback: () => void
  /** Place in the heap, −1 when out of it. */
  index: number
}

/**
 * Every deadline of the server, a binary heap under one timer of the clock. A cancelled deadline leaves the heap at once
 * (the timer may then fire for nothing, and is set anew): nothing leaks, however many timeouts never come to pass.
 */
export class Deadlines {
  readonly #clock: Clock
  readonly #heap: Entry[] = []
  #sequence = 0
  #timer: Timer | undefined
  #timerAtMs = Infinity
  #isStopped = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Calls back at `atMs` (milliseconds since the epoch); `Infinity` is never. */
  add(atMs: number, callback: () => void): Deadline {
    if (atMs === Infinity || this.#isStopped) return never
    const entry: Entry = { atMs, sequence: this.#sequence++, callback, index: this.#heap.length }
    this.#heap.push(entry)
    this.#rise(entry)
    if (atMs < this.#timerAtMs) this.#arm()
    return { cancel: () => this.#remove(entry) }
  }

  clear(): void {
    for (const entry of this.#heap.splice(0)) entry.index = -1
    this.#arm()
  }

  /** Forgets every deadline, and all that are still to be added. */
  stop(): void {
    this.#isStopped = true
    this.clear()
  }

  #arm(): void {
    this.#timer?.cancel()
    const [earliest] = this.#heap
    this.#timerAtMs = earliest?.atMs ?? Infinity
    if (!earliest) return
    const delayMs = Math.min(MAX_TIMER_MS, Math.max(0, earliest.atMs - this.#clock.now()))
    this.#timer = this.#clock.setTimer(() => this.#runDue(), delayMs)
    this.#timer.unref()
  }

  #runDue(): void {
    const nowMs = this.#clock.now()
    // Deadlines added meanwhile must not arm a timer each: all is armed once, below.
    this.#timerAtMs = -Infinity
    for (let [earliest] = this.#heap; earliest && earliest.atMs <= nowMs; [earliest] = this.#heap) {
      this.#remove(earliest)
      earliest.callback()
    }
    this.#arm()
  }

  #remove(entry: Entry): void {
    if (entry.index < 0) return
    const last = this.#heap.pop()
    if (last && last !== entry) {
      this.#place(last, entry.index)
      this.#rise(last)
      this.#sink(last)
    }
    entry.index = -1
  }

  #place(entry: Entry, index: number): void {
    this.#heap[index] = entry
    entry.index = index
  }

  #rise(entry: Entry): void {
    for (;;) {
      const parent = entry.index > 0 ? this.#heap[(entry.index - 1) >> 1] : undefined
      if (!parent || isBefore(parent, entry)) return
      this.#swap(parent, entry)
    }
  }

  #sink(entry: Entry): void {
    for (;;) {
      const left = this.#heap[2 * entry.index + 1]
      const right = this.#heap[2 * entry.index + 2]
      const child = left && right && isBefore(right, left) ? right : left
      if (!child || isBefore(entry, child)) return
      this.#swap(entry, child)
    }
  }

  #swap(one: Entry, other: Entry): void {
    const { index } = one
    this.#place(one, other.index)
    this.#place(other, index)
  }
}

const never: Deadline = { cancel: () => {} }

function isBefore(one: Entry, other: Entry): boolean {
  return one.atMs < other.atMs || (one.atMs === other.atMs && one.sequence < other.sequence)
}
