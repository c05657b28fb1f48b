/** A stretch of the order: what is below comes first, then what is within, then what is above. */
export interface Range<Item> {
  readonly isBelow: (item: Item) => boolean
  readonly isAbove: (item: Item) => boolean
}

/** A gap between two items: the number of its chunk, and of the item in the chunk that follows. */
interface Gap {
  readonly chunk: number
  readonly offset: number
}

/** Few enough to move at once, and so many that there are few chunks: a larger one is split. */
const LARGEST_CHUNK = 512

/**
 * Items in order, in chunks that are searched by halving. Items may come and go anywhere, which moves the rest of a chunk at most;
 * one that comes last, as most do, moves nothing. An item takes little more than the room of a pointer.
 */
export class OrderedSet<Item extends object> {
  /** Of two items only the same are equal. The place of an item must not change while it is in the set. */
  readonly #compare: (one: Item, other: Item) => number
  /** None of them is empty. */
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

  /** Does nothing when the item is not in the set. */
  remove(item: Item): void {
    const { chunk: number, offset } = this.#gapBefore(item)
    const chunk = this.#chunks[number]
    if (chunk?.[offset] !== item) return
    this.#size -= 1
    chunk.splice(offset, 1)
    if (chunk.length === 0) this.#chunks.splice(number, 1)
    else if (!this.#merge(number)) this.#merge(number - 1)
  }

  clear(): void {
    this.#chunks = []
    this.#size = 0
  }

  /** How many items are within the range: their chunks are counted, not they. */
  count({ isBelow, isAbove }: Range<Item>): number {
    const itemsBelow = this.#countBefore(this.#gapAfter(isBelow))
    return Math.max(0, this.#countBefore(this.#gapAfter((item) => !isAbove(item))) - itemsBelow)
  }

  /** The items of the range in order, or its last ones first. They must not come and go meanwhile. */
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

  /** The first items of the range, as many as are wanted, or its last ones, the very last first. */
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
    // Literals: push makes room for 17, and there are as many sets of one as there are workflowIds.
    if (!last) this.#chunks = [[item]]
    else if (last.length < LARGEST_CHUNK) last.push(item)
    else this.#chunks.push([item])
  }

  /** Puts two neighbours together when both are small: else what is left of chunks would be many. */
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

  /** The gap after all items that are before it, which must be the first ones. */
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

/** How many values come before the first for which it does not hold, by halving. */
export function countFirst<Value extends object>(values: readonly Value[], holds: (value: Value) => boolean): number {
  let [low, high] = [0, values.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const value = values[middle]
    if (value && holds(value)) low = middle + 1
    else high = middle
  }
  return low
}
