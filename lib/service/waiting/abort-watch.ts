export interface AbortWatchOptions<Entry> {
  /** Called before the entries of one abort are told. What it removes is not told. */
  readonly lastCall?: () => void
  readonly aborted: (entry: Entry, reason: unknown) => void
}

/**
 * Tells many entries of one signal's abort with one listener on it: an application may give the same signal, its shutdown's say,
 * to every wait, and a listener each costs a search of all at every change.
 */
export class AbortWatch<Entry> {
  readonly #entries = new Map<AbortSignal, Set<Entry>>()
  readonly #options: AbortWatchOptions<Entry>

  constructor(options: AbortWatchOptions<Entry>) {
    this.#options = options
  }

  add(signal: AbortSignal, entry: Entry): void {
    const entries = this.#entries.get(signal)
    if (entries !== undefined) entries.add(entry)
    else {
      this.#entries.set(signal, new Set([entry]))
      signal.addEventListener('abort', this.#listener, { once: true })
    }
  }

  remove(signal: AbortSignal, entry: Entry): void {
    const entries = this.#entries.get(signal)
    if (entries === undefined || !entries.delete(entry) || entries.size > 0) return
    this.#entries.delete(signal)
    signal.removeEventListener('abort', this.#listener)
  }

  readonly #listener = ({ target }: Event): void => {
    if (!(target instanceof AbortSignal)) return
    this.#options.lastCall?.()
    const entries = this.#entries.get(target) ?? []
    this.#entries.delete(target)
    for (const entry of entries) this.#options.aborted(entry, target.reason)
  }
}
