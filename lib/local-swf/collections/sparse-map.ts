/**
 * A map that takes almost no memory while it is empty. A Map takes some 200 bytes even then. An execution has several maps, most of
 * them stay empty, and a closed execution keeps them.
 */
export class SparseMap<Key, Value> {
  #entries: Map<Key, Value> | undefined

  get size(): number {
    return this.#entries?.size ?? 0
  }

  has(key: Key): boolean {
    return this.#entries?.has(key) ?? false
  }

  get(key: Key): Value | undefined {
    return this.#entries?.get(key)
  }

  set(key: Key, value: Value): this {
    this.#entries ??= new Map()
    this.#entries.set(key, value)
    return this
  }

  delete(key: Key): boolean {
    const isDeleted = this.#entries?.delete(key) ?? false
    if (this.size === 0) this.#entries = undefined
    return isDeleted
  }

  clear(): void {
    this.#entries = undefined
  }

  *[Symbol.iterator](): Generator<[Key, Value]> {
    if (this.#entries) yield* this.#entries
  }

  values(): Iterable<Value> {
    return this.#entries?.values() ?? []
  }
}
