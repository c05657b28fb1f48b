import { isStringObject } from 'node:util/types'
import { thrownText } from '../base/message-texts.js'

/**
 * A thrown value as plain data: what crosses the port, and what goes onto the wire of a failed job.
 * A structured clone of an Error loses its subclass, own fields and custom name; this form keeps them.
 */
export interface SerializedError {
  /** Class name, as thrown: `TypeError`, `OrderRejected`, `RuntimeError`; for a value that is no Error, its `typeof` or class. */
  readonly type: string
  readonly message: string
  /** The stack frames, one a line, without the `Type: message` head; absent if nothing was captured. */
  readonly stack?: string
  /** Own fields beside name, message, stack and cause; plain data only. */
  readonly fields: Readonly<Record<string, unknown>>
  readonly cause?: SerializedError
}

/** Deeper causes and fields are cut here: an error may hold a whole socket. */
const MAX_DEPTH = 8
/** Of one list or object. */
const MAX_MEMBERS = 1_000
/** Values in all fields of an error and of its causes together. */
const MAX_VALUES = 5_000
/** Of one text, in characters: SWF carries no longer one, and an error may hold a whole response. */
const MAX_TEXT = 32_768
/** Of all its texts together. */
const MAX_TEXTS = 8 * MAX_TEXT
/** Of the name of a class or a field. */
const MAX_NAME = 256
/** Frames are looked for no further: before them the stack has the message once more. */
const MAX_STACK = 1_000_000
/** Digits take more than linear time to write. */
const MAX_BIGINT_BITS = 1_024

const NOT_FIELDS: ReadonlySet<string> = new Set(['name', 'message', 'stack', 'cause'])

/** Says nothing about an error whose class says more. */
const NATIVE_NAMES: ReadonlySet<string> = new Set([
  'Error',
  'AggregateError',
  'EvalError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'TypeError',
  'URIError',
])

/**
 * Turns whatever was thrown into plain data that a structured clone keeps. It never throws, whatever getters and proxies do.
 *
 * Fields become plain data as far as they go: functions are left out, instances become their own fields, and what cannot be
 * read or goes too deep is replaced by a text in brackets that says so.
 */
export function serializeError(thrown: unknown): SerializedError {
  return new ErrorSerializer().serialize(thrown)
}

class ErrorSerializer {
  readonly #ancestors = new Set<object>()
  #valuesLeft = MAX_VALUES
  #charactersLeft = MAX_TEXTS

  serialize(thrown: unknown): SerializedError {
    if (typeof thrown !== 'object' || thrown === null) {
      return { type: thrown === null ? 'null' : typeof thrown, message: this.#cut(textOf(thrown)), fields: {} }
    }
    this.#ancestors.add(thrown)
    // In the order of what matters most: there is room for so much.
    const said = messageOf(thrown)
    const message = said && this.#cut(said)
    const stack = this.#stackOf(thrown)
    const cause = this.#causeOf(thrown)
    const fields = this.#fieldsOf(thrown)
    this.#ancestors.delete(thrown)
    return {
      type: typeOf(thrown),
      message: message ?? this.#cut(safely(() => JSON.stringify(fields), '')),
      ...(stack && { stack }),
      fields,
      ...(cause && { cause }),
    }
  }

  /** A stack is made when it is read first, and of a long message it is long itself: not where nothing of it could be kept. */
  #stackOf(thrown: object): string | undefined {
    const frames = this.#charactersLeft > 0 ? framesOf(read(thrown, 'stack')) : undefined
    return frames && this.#cut(frames)
  }

  #causeOf(thrown: object): SerializedError | undefined {
    const cause = read(thrown, 'cause')
    if (cause === undefined || this.#isTooDeep(cause) || this.#valuesLeft-- <= 0) return undefined
    return this.serialize(cause)
  }

  #fieldsOf(thrown: object): Record<string, unknown> {
    const names = ownKeys(thrown).filter((name) => !NOT_FIELDS.has(name))
    // An AggregateError's list is not enumerable, and yet the point of it.
    if (isError(thrown) && read(thrown, 'errors') !== undefined && !names.includes('errors')) names.unshift('errors')
    return this.#record(thrown, names)
  }

  #record(source: object, names: readonly string[]): Record<string, unknown> {
    const record: Record<string, unknown> = {}
    for (const name of names.slice(0, MAX_MEMBERS)) {
      if (this.#valuesLeft <= 0) break
      const value = this.#plain(read(source, name))
      if (value === undefined) continue
      // Defined, not assigned: `__proto__` is a name like any other.
      const key = this.#cut(name, MAX_NAME)
      Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true })
    }
    return record
  }

  #plain(value: unknown): unknown {
    if (typeof value === 'function') return undefined
    if (this.#valuesLeft-- <= 0) return '[too much to keep]'
    if (typeof value === 'string') return this.#cut(value)
    if (typeof value === 'symbol') return this.#cut(value.toString())
    if (typeof value === 'bigint' && !isShort(value)) return this.#cut(textOf(value))
    if (typeof value !== 'object' || value === null) return value
    if (this.#ancestors.has(value)) return '[circular]'
    if (this.#isTooDeep(value)) return '[too much to keep]'
    // A revoked proxy throws whatever it is asked.
    return safely(() => this.#plainObject(value), '[cannot be read]')
  }

  #plainObject(value: object): unknown {
    if (isError(value)) return this.serialize(value)
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()
    if (ArrayBuffer.isView(value)) return `[${typeOf(value)} of ${value.byteLength} bytes]`
    if (isStringObject(value)) return this.#cut(String(value))
    const isList = Array.isArray(value)
    this.#ancestors.add(value)
    try {
      return isList ? this.#list(value) : this.#record(value, ownKeys(value))
    } finally {
      this.#ancestors.delete(value)
    }
  }

  #list(list: readonly unknown[]): unknown[] {
    const plain: unknown[] = []
    for (let index = 0; index < Math.min(list.length, MAX_MEMBERS) && this.#valuesLeft > 0; index += 1) {
      plain.push(this.#plain(read(list, String(index))) ?? null)
    }
    return plain
  }

  #isTooDeep(value: unknown): boolean {
    return typeof value === 'object' && value !== null && (this.#ancestors.has(value) || this.#ancestors.size >= MAX_DEPTH)
  }

  #cut(text: string, most = MAX_TEXT): string {
    const room = Math.min(most, this.#charactersLeft)
    this.#charactersLeft -= Math.min(room, text.length)
    return text.length <= room ? text : `${text.slice(0, room)}…`
  }
}

function read(object: object, name: string): unknown {
  try {
    return Reflect.get(object, name)
  } catch (error) {
    return `[reading it threw: ${thrownText(error)}]`
  }
}

/** Of a list the first only, and none of bytes and texts, which have one for each: there may be hundreds of millions. */
function ownKeys(object: object): string[] {
  if (ArrayBuffer.isView(object) || isStringObject(object)) return []
  return safely(() => (Array.isArray(object) ? Object.keys(object.slice(0, MAX_MEMBERS)) : Object.keys(object)), [])
}

function isError(value: unknown): value is Error {
  // A proxy may throw when asked for its prototype.
  return safely(() => value instanceof Error, false)
}

function safely<Value>(attempt: () => Value, otherwise: Value): Value {
  try {
    return attempt()
  } catch {
    return otherwise
  }
}

/** A name given to the error itself (an SDK fault's, a DOMException's) says more than a native one; a subclass more than that. */
function typeOf(thrown: object): string {
  const givenName = isError(thrown) ? nameOf(thrown) : undefined
  if (givenName !== undefined && !NATIVE_NAMES.has(givenName)) return givenName
  const constructor = safely<unknown>(() => Reflect.get(thrown, 'constructor'), undefined)
  return (typeof constructor === 'function' ? nameOf(constructor) : undefined) ?? givenName ?? 'Object'
}

function nameOf(named: object): string | undefined {
  const name = safely<unknown>(() => Reflect.get(named, 'name'), undefined)
  return typeof name === 'string' && name !== '' ? name.slice(0, MAX_NAME) : undefined
}

/** Undefined for an object that says nothing: what it holds is its message. */
function messageOf(thrown: object): string | undefined {
  const message = read(thrown, 'message')
  if (typeof message === 'string') return message
  if (message !== undefined && message !== null) return textOf(message)
  if (ArrayBuffer.isView(thrown)) return safely(() => `[${typeOf(thrown)} of ${thrown.byteLength} bytes]`, '[bytes]')
  if (isStringObject(thrown)) return textOf(thrown)
  return isError(thrown) ? '' : undefined
}

function textOf(value: unknown): string {
  if (typeof value === 'bigint' && !isShort(value)) return `[a bigint of more than ${MAX_BIGINT_BITS} bits]`
  return safely(() => (typeof value === 'function' ? `function ${value.name}` : String(value)), `[${typeof value}]`)
}

function isShort(value: bigint): boolean {
  return BigInt.asIntN(MAX_BIGINT_BITS, value) === value
}

/**
 * The frames of a V8 stack: its head is the class and message once more, and a message can have many lines. White space that ends
 * lines must not be among what stands before a frame: of a text of such alone each would be looked at from each.
 */
function framesOf(stack: unknown): string | undefined {
  if (typeof stack !== 'string') return undefined
  const start = stack.slice(0, MAX_STACK).search(/^[ \t]+at /m)
  return start === -1 ? undefined : stack.slice(start, start + MAX_TEXT + 1)
}
