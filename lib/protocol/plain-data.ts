import { isDate, isUint8Array } from 'node:util/types'
import { isPlainObject } from '../base/options.js'
import { classNameOf, thrownText } from '../base/message-texts.js'

/**
 * Deeper input is a mistake or an attack; a walk without a bound would end in a RangeError that names no path. As `flow`'s
 * MAX_VALUE_DEPTH: inside of a template and of a result task a value must not become too deep for the parser, which takes 500.
 */
const MAX_DEPTH = 400

/**
 * A value that is shared is copied at each place, and a few of them can stand for billions. As in the YAML of `flow`, which writes
 * each out too.
 */
const MAX_VALUES = 100_000

/**
 * All texts, keys and bytes of an input together. A data converter may make much less of it, and SWF carries 32,768 characters; what
 * is larger would be copied twice and written in the thread before anybody said so.
 */
const MAX_CHARACTERS = 8_000_000
/** The digits of a larger one are more than SWF carries, and take their time. */
const MAX_BIGINT_BITS = 131_072
/** Of a key, in a message. */
const LONGEST_KEY = 60

/** Where a value was found; spelled out only for a message. */
interface Place {
  readonly parent: Place | undefined
  readonly key: string | number
}

/**
 * Copies plain data, dates and bytes, and refuses what would not arrive as it was given. A structured clone turns class instances into plain objects
 * without a word, and names no path when it throws; so a job's input is walked once when it is given. What the caller does to it
 * afterwards changes nothing.
 *
 * @param subject - what the value is, for the message: `the input of Pricing.quote`
 * @throws TypeError naming the path of the first function, symbol, class instance, accessor, cycle or invalid Date, or of the first value of too many,
 * of what is too long or cannot be read
 */
export function plainCopy(value: unknown, subject: string): unknown {
  return new PlainCopier(subject).copyOf(value)
}

class PlainCopier {
  readonly #subject: string
  readonly #ancestors = new Set<object>()
  #valuesLeft = MAX_VALUES
  #charactersLeft = MAX_CHARACTERS
  /** Told from what a proxy throws. */
  #refusal: TypeError | undefined
  /** What is being looked at. */
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
      throw new TypeError(`${this.#subject}${whereIs(this.#place)} what cannot be read: ${thrownText(error)}`, { cause: error })
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
    // A Buffer too becomes what a structured clone would make of it, without the memory that it shares with others.
    if (isUint8Array(value)) return this.#copyBytes(value, place)
    if (this.#ancestors.has(value)) this.#refuse('a cycle', place)
    if (this.#ancestors.size >= MAX_DEPTH) this.#refuse(`nested deeper than ${MAX_DEPTH} levels`, undefined)
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
      this.#refuse(`beyond ${MAX_CHARACTERS} characters and bytes, the most that an input may have`, place)
  }

  #copyArray(array: readonly unknown[], parent: Place | undefined): unknown[] {
    // From an iterator, which gives undefined for a hole.
    return Array.from(array, (element, key) => this.#copy(element, { parent, key }))
  }

  #copyObject(object: object, parent: Place | undefined): object {
    const copy = {}
    for (const [key, property] of Object.entries(Object.getOwnPropertyDescriptors(object))) {
      if (!property.enumerable) continue
      const place = { parent, key }
      this.#count(key.length, place)
      if (property.get !== undefined || property.set !== undefined) this.#refuse('an accessor', place)
      // Defined, not assigned: `__proto__` is a key like any other.
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
