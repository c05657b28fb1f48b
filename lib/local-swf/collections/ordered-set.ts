/** A part of an ordered set. In the order, the items below it come first, then the items within it, then the items above it. */
export interface Range<Item> {
  readonly isBelow: (item: Item) => boolean
  readonly isAbove: (item: Item) => boolean
}

/** A place between two items: the number of the chunk, and within it the number of the item that follows. */
interface Gap {
  readonly chunk: number
  readonly offset: number
}

/** A chunk with more items is split. So many items are moved quickly, and large chunks are few. */
const LARGEST_CHUNK = 512

/**
 * Items in order. They lie in chunks that are searched by halving. To add or remove an item moves the rest of its chunk at most, and
 * to add it at the end, which is the usual case, moves nothing. An item takes little more memory than a pointer.
 */
export class OrderedSet<Item extends object> {
  /** No two items may compare as equal. The place of an item must not change while the item is in the set. */
  readonly #compare: (one: Item, other: Item) => number
  /** No chunk is empty. */
  #chunks: Item[][] = []
  #size = 0

  constructor(compare: (one: Item, other: Item) => number) {
    this.#compare = compare
  }

  get size(): number {
    return this.#size
  }

  get first(): Item | undefined {
    return this.#chunks[0]?.[0]
  }

  *[Symbol.iterator](): Generator<Item> {
    for (const chunk of this.#chunks) yield* chunk
  }

  /** Does nothing when the item is in the set already. */
  add(item: Item): void {
    const last = this.#chunks.at(-1)?.at(-1)
    if (!last || this.#compare(last, item) < 0) return this.#append(item)
    const { chunk: number, offset } = this.#gapBefore(item)
    const chunk = this.#chunks[number]
    if (!chunk || chunk[offset] === item) return
    this.#size += 1
    chunk.splice(offset, 0, item)
    if (chunk.length > LARGEST_CHUNK) this.#chunks.splice(number + 1, 0, chunk.splice(LARGEST_CHUNK / 2))
  }

  /** Tells whether the item was in the set. */
  remove(item: Item): boolean {
    const { chunk: number, offset } = this.#gapBefore(item)
    const chunk = this.#chunks[number]
    if (chunk?.[offset] !== item) return false
    this.#size -= 1
    chunk.splice(offset, 1)
    if (chunk.length === 0) this.#chunks.splice(number, 1)
    else if (!this.#merge(number)) this.#merge(number - 1)
    return true
  }

  /** Removes the first item and returns it. */
  shift(): Item | undefined {
    const { first } = this
    if (first) this.remove(first)
    return first
  }

  clear(): void {
    this.#chunks = []
    this.#size = 0
  }

  /** The number of items within the range. It goes by the sizes of the chunks, not item by item. */
  count({ isBelow, isAbove }: Range<Item>): number {
    const itemsBelow = this.#countBefore(this.#gapAfter(isBelow))
    return Math.max(0, this.#countBefore(this.#gapAfter((item) => !isAbove(item))) - itemsBelow)
  }

  /** The items of the range in order, or from the end. No item may be added or removed meanwhile. */
  *within({ isBelow, isAbove }: Range<Item>, fromTheEnd = false): Generator<Item> {
    const begin = this.#gapAfter(isBelow)
    const end = this.#gapAfter((item) => !isAbove(item))
    const last = end.chunk - begin.chunk
    for (let step = 0; step <= last; step += 1) {
      const number = fromTheEnd ? end.chunk - step : begin.chunk + step
      const from = number === begin.chunk ? begin.offset : 0
      const until = number === end.chunk ? end.offset : undefined
      const items = this.#chunks[number]?.slice(from, until) ?? []
      yield* fromTheEnd ? items.toReversed() : items
    }
  }

  /** As many items of the range as are wanted: the first ones in order, or the last ones from the end. */
  take(range: Range<Item>, wanted: number, fromTheEnd = false): Item[] {
    const taken: Item[] = []
    for (const item of this.within(range, fromTheEnd)) {
      if (taken.length >= wanted) break
      taken.push(item)
    }
    return taken
  }

  #append(item: Item): void {
    this.#size += 1
    const last = this.#chunks.at(-1)
    // An array literal, because push makes room for 17 items, and there is a set of one item for each workflowId.
    if (!last) this.#chunks = [[item]]
    else if (last.length < LARGEST_CHUNK) last.push(item)
    else this.#chunks.push([item])
  }

  /** Puts two neighbouring chunks together when both are small, so that removals do not leave many small chunks. */
  #merge(number: number): boolean {
    const [chunk, next] = [this.#chunks[number], this.#chunks[number + 1]]
    if (!chunk || !next || chunk.length + next.length > LARGEST_CHUNK / 2) return false
    chunk.push(...next)
    this.#chunks.splice(number + 1, 1)
    return true
  }

  #gapBefore(item: Item): Gap {
    return this.#gapAfter((other) => this.#compare(other, item) < 0)
  }

  /** The gap behind all items for which `isBefore` holds. They must be the first items of the set. */
  #gapAfter(isBefore: (item: Item) => boolean): Gap {
    const chunk = countFirst(this.#chunks, (items) => holdsOfLast(items, isBefore))
    return { chunk, offset: countFirst(this.#chunks[chunk] ?? [], isBefore) }
  }

  #countBefore({ chunk, offset }: Gap): number {
    let count = offset
    for (const { length } of this.#chunks.slice(0, chunk)) count += length
    return count
  }
}

function holdsOfLast<Item extends object>(items: readonly Item[], holds: (item: Item) => boolean): boolean {
  const last = items.at(-1)
  return last !== undefined && holds(last)
}

/** The number of values before the first one for which `holds` does not hold. It is found by halving. */
function countFirst<Value extends object>(values: readonly Value[], holds: (value: Value) => boolean): number {
  let [low, high] = [0, values.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const value = values[middle]
    if (value && holds(value)) low = middle + 1
    else high = middle
  }
  return low
}
