interface AbortWatchOptions<Entry> {
  /** Is called before the entries are told of an abort. An entry that it removes is not told. */
  readonly beforeAbort?: () => void
  readonly aborted: (entry: Entry, reason: unknown) => void
}

/**
 * Tells many entries of the abort of one signal, with one listener on that signal. An application may give the same signal to every wait,
 * for example that of its shutdown. If each wait had a listener of its own, adding or removing one would search through all of them.
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
    this.#options.beforeAbort?.()
    const entries = this.#entries.get(target) ?? []
    this.#entries.delete(target)
    for (const entry of entries) this.#options.aborted(entry, target.reason)
  }
}
