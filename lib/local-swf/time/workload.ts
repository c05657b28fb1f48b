/**
 * Keeps track of who has something to do. A manual clock waits while somebody is busy, and a skipping clock skips when there is nothing to
 * do at all.
 */
export class Workload {
  readonly #open = new Set<object>()
  readonly #busy = new Set<object>()
  readonly #listeners = new Set<() => void>()
  readonly #timers = new Set<object>()

  /** Whether somebody is expected to do something soon. */
  get isBusy(): boolean {
    return this.#busy.size > 0
  }

  /** Whether the next thing to happen is a timer or comes from outside: no task waits or is in anybody's hands, and no function runs. */
  get isWaitingForTimers(): boolean {
    return this.#open.size === 0 && this.#timers.size > 0
  }

  /** Notes that the task waits in a list. If the list is served, somebody is expected to come for it soon. */
  noteWaiting(task: object, isServed: boolean): void {
    this.#open.add(task)
    if (isServed) this.#busy.add(task)
    this.#changed()
  }

  /** Notes that somebody has the task and gave a sign of life. */
  noteWork(task: object): void {
    this.#open.add(task)
    this.#busy.add(task)
    this.#changed()
  }

  /** Notes that the task has ended. */
  noteEnd(task: object): void {
    this.#busy.delete(task)
    if (this.#open.delete(task)) this.#changed()
  }

  noteTimerStart(timer: object): void {
    this.#timers.add(timer)
    this.#changed()
  }

  noteTimerEnd(timer: object): void {
    if (this.#timers.delete(timer)) this.#changed()
  }

  /** Counts nobody as busy any more, until they give a sign of life. */
  writeOff(): void {
    this.#busy.clear()
  }

  /** Forgets all tasks and timers. */
  reset(): void {
    for (const each of [this.#open, this.#busy, this.#timers]) each.clear()
    this.#changed()
  }

  /** Calls back at each change, until it is cancelled. */
  subscribe(listener: () => void): { cancel(): void } {
    this.#listeners.add(listener)
    return { cancel: () => void this.#listeners.delete(listener) }
  }

  #changed(): void {
    for (const listener of this.#listeners) listener()
  }
}
