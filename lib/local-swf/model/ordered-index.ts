/** Where something stands among its like: by name, then by version. What has no version has the empty one. */
export interface Position {
  readonly name: string
  readonly version: string
}

interface Named {
  readonly name: string
  readonly version?: string
}

/**
 * Things in the alphabetical order of their names (API reference), put in their place as they come: a list never sorts.
 * Alphabetical is chosen to be the order of UTF-16 code units, and versions of one name to go in the same order.
 */
export class OrderedIndex<Item extends Named> {
  readonly #items: Item[] = []

  get size(): number {
    return this.#items.length
  }

  add(item: Item): void {
    this.#items.splice(this.#countBefore(positionOf(item)), 0, item)
  }

  remove(item: Item): void {
    const place = this.#countBefore(positionOf(item))
    if (this.#items[place] === item) this.#items.splice(place, 1)
  }

  clear(): void {
    this.#items.length = 0
  }

  /** Those after the position, in order, or those before it, backwards; all of them without a position. */
  *from(position: Position | undefined, backwards: boolean): Generator<Item> {
    if (backwards) {
      let place = position ? this.#countBefore(position) : this.#items.length
      for (let item = this.#items[--place]; item; item = this.#items[--place]) yield item
    } else {
      let place = position ? this.#countBefore(position) : 0
      for (let item = this.#items[place]; item; item = this.#items[++place]) {
        if (!position || compare(positionOf(item), position) > 0) yield item
      }
    }
  }

  /** How many stand before the position, by halving. */
  #countBefore(position: Position): number {
    let [low, high] = [0, this.#items.length]
    while (low < high) {
      const middle = (low + high) >> 1
      const item = this.#items[middle]
      if (item && compare(positionOf(item), position) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}

export function positionOf({ name, version = '' }: Named): Position {
  return { name, version }
}

function compare(one: Position, other: Position): number {
  return compareTexts(one.name, other.name) || compareTexts(one.version, other.version)
}

function compareTexts(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}
