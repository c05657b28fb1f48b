import { isDate, isUint8Array } from 'node:util/types'
import { isPlainObject } from '../base/options.js'
import { MAX_VALUE_CHARACTERS, MAX_VALUE_DEPTH, MAX_VALUES } from '../base/limits.js'
import { classNameOf, thrownText } from '../base/message-texts.js'

/** A larger bigint has more digits than SWF carries, and writing them takes long. */
const MAX_BIGINT_BITS = 131_072
/** A message shows at most so many characters of a key. */
const LONGEST_KEY = 60

/** Where a value was found. It becomes a text only when a message needs it. */
interface Place {
  readonly parent: Place | undefined
  readonly key: string | number
}

/**
 * Copies plain data, dates and bytes, and refuses what would not arrive as it was given. A structured clone silently turns class
 * instances into plain objects, and names no path when it throws. So a job's input is walked and copied once, when it is given, and
 * nothing that the caller does to it afterwards changes the copy.
 *
 * @param subject - says what the value is, for the message: `the input of Pricing.quote`
 * @throws TypeError naming the path of the first value that cannot be sent: a function, symbol, class instance, accessor, cycle or
 * invalid Date, a value that cannot be read, or the first one beyond the limits of number and length
 */
export function plainCopy(value: unknown, subject: string): unknown {
  return new PlainCopier(subject).copyOf(value)
}

class PlainCopier {
  readonly #subject: string
  readonly #ancestors = new Set<object>()
  #valuesLeft = MAX_VALUES
  #charactersLeft = MAX_VALUE_CHARACTERS
  /** This copier's own error, which must be told from an error that a proxy throws. */
  #refusal: TypeError | undefined
  /** The place of the value that is being read. */
  #place: Place | undefined

  constructor(subject: string) {
    this.#subject = subject
  }

  copyOf(value: unknown): unknown {
    try {
      return this.#copy(value, undefined)
    } catch (error) {
      if (error === this.#refusal) throw error
      // Proxies and iterators can throw anything.
      throw new TypeError(`${this.#subject}${whereIs(this.#place)} something that cannot be read: ${thrownText(error)}`, {
        cause: error,
      })
    }
  }

  #copy(value: unknown, place: Place | undefined): unknown {
    this.#place = place
    if (this.#valuesLeft-- <= 0) this.#refuse(`one of more than ${MAX_VALUES} values`, place)
    if (typeof value === 'function' || typeof value === 'symbol') this.#refuse(`a ${typeof value}`, place)
    if (typeof value === 'string') this.#count(value.length, place)
    if (typeof value === 'bigint' && BigInt.asIntN(MAX_BIGINT_BITS, value) !== value)
      this.#refuse(`a bigint of more than ${MAX_BIGINT_BITS} bits`, place)
    if (typeof value !== 'object' || value === null) return value
    if (isDate(value)) return this.#copyDate(value, place)
    // A Buffer becomes a Uint8Array, as a structured clone would make it, without the memory that it shares with other Buffers.
    if (isUint8Array(value)) return this.#copyBytes(value, place)
    if (this.#ancestors.has(value)) this.#refuse('a cycle', place)
    if (this.#ancestors.size >= MAX_VALUE_DEPTH) this.#refuse(`nested deeper than ${MAX_VALUE_DEPTH} levels`, undefined)
    if (!Array.isArray(value) && !isPlainObject(value)) this.#refuse(`an instance of ${classNameOf(value)}`, place)
    if (Object.getOwnPropertySymbols(value).length > 0) this.#refuse('a symbol as key', place)
    this.#ancestors.add(value)
    const copy = Array.isArray(value) ? this.#copyArray(value, place) : this.#copyObject(value, place)
    this.#ancestors.delete(value)
    return copy
  }

  #copyDate(date: Date, place: Place | undefined): Date {
    if (Number.isNaN(date.getTime())) this.#refuse('an invalid Date', place)
    return new Date(date)
  }

  #copyBytes(bytes: Uint8Array, place: Place | undefined): Uint8Array {
    this.#count(bytes.byteLength, place)
    return new Uint8Array(bytes)
  }

  #count(characters: number, place: Place | undefined): void {
    this.#charactersLeft -= characters
    if (this.#charactersLeft < 0)
      this.#refuse(`beyond ${MAX_VALUE_CHARACTERS} characters and bytes, the most that an input may have`, place)
  }

  #copyArray(array: readonly unknown[], parent: Place | undefined): unknown[] {
    // Array.from goes by the iterator, which gives undefined for a hole.
    return Array.from(array, (element, key) => this.#copy(element, { parent, key }))
  }

  #copyObject(object: object, parent: Place | undefined): object {
    const copy = {}
    for (const [key, property] of Object.entries(Object.getOwnPropertyDescriptors(object))) {
      if (!property.enumerable) continue
      const place = { parent, key }
      this.#count(key.length, place)
      if (property.get !== undefined || property.set !== undefined) this.#refuse('an accessor', place)
      // The key is defined, not assigned, so that `__proto__` is a key like any other.
      Object.defineProperty(copy, key, {
        value: this.#copy(property.value, place),
        enumerable: true,
        configurable: true,
        writable: true,
      })
    }
    return copy
  }

  #refuse(what: string, place: Place | undefined): never {
    this.#refusal = new TypeError(
      `${this.#subject}${whereIs(place)} ${what}; only null, booleans, numbers, strings, dates, bytes, arrays and plain objects can be sent`,
    )
    throw this.#refusal
  }
}

function whereIs(place: Place | undefined): string {
  return place === undefined ? ' is' : `: the value at ${pathOf(place)} is`
}

function pathOf({ parent, key }: Place): string {
  const before = parent === undefined ? '' : pathOf(parent)
  if (typeof key === 'number') return `${before}[${key}]`
  const shown = key.length > LONGEST_KEY ? `${key.slice(0, LONGEST_KEY)}…` : key
  return /^[\w$]+$/.test(shown) ? `${before}.${shown}` : `${before}[${JSON.stringify(shown)}]`
}
