/**
 * Tells many entries of one signal's abort with one listener on it: an application may give the same signal, its shutdown's say,
 * to every wait, and a listener each costs a search of all at every change.
 */
export class AbortWatch<Entry> {
  readonly #entries = new Map<AbortSignal, Set<Entry>>()
  readonly #aborted: (entry: Entry, reason: unknown) => void

  constructor(aborted: (entry: Entry, reason: unknown) => void) {
    this.#aborted = aborted
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
    const entries = this.#entries.get(target) ?? []
    this.#entries.delete(target)
    for (const entry of entries) this.#aborted(entry, target.reason)
  }
}
