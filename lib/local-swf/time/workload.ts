/**
 * Who has something to do. Time that is moved by hand waits for the busy ones; time that skips does so when there is nothing to do
 * at all.
 */
export class Workload {
  readonly #open = new Set<object>()
  readonly #busy = new Set<object>()
  readonly #listeners = new Set<() => void>()
  readonly #timers = new Set<object>()

  /** Somebody is expected to do something soon. */
  get isBusy(): boolean {
    return this.#busy.size > 0
  }

  /** No task waits or is in hand and no function runs: all that is to come is a timer's turn, or comes from outside. */
  get isWaitingForTimers(): boolean {
    return this.#open.size === 0 && this.#timers.size > 0
  }

  /** The task waits in a list. Where somebody has polled before, somebody will come for it soon. */
  waits(task: object, isServed: boolean): void {
    this.#open.add(task)
    if (isServed) this.#busy.add(task)
    this.#changed()
  }

  /** Somebody has the task, and gave a sign of life. */
  works(task: object): void {
    this.#open.add(task)
    this.#busy.add(task)
    this.#changed()
  }

  ended(task: object): void {
    this.#busy.delete(task)
    if (this.#open.delete(task)) this.#changed()
  }

  timerStarted(timer: object): void {
    this.#timers.add(timer)
    this.#changed()
  }

  timerEnded(timer: object): void {
    if (this.#timers.delete(timer)) this.#changed()
  }

  /** Those who gave no sign of life for long are not waited for any more, until they give one. */
  writeOff(): void {
    this.#busy.clear()
  }

  /** There are no tasks and timers any more. */
  reset(): void {
    for (const each of [this.#open, this.#busy, this.#timers]) each.clear()
    this.#changed()
  }

  /** Calls back at each change. */
  subscribe(listener: () => void): { cancel(): void } {
    this.#listeners.add(listener)
    return { cancel: () => void this.#listeners.delete(listener) }
  }

  #changed(): void {
    for (const listener of this.#listeners) listener()
  }
}
