import { isStringObject } from 'node:util/types'
import { thrownText } from '../base/message-texts.js'

/**
 * A thrown value as plain data. This form crosses the port, and is written for a job that failed. It keeps the name of the subclass, the
 * own fields and the custom name, which a structured clone of an Error loses.
 */
export interface SerializedError {
  /** The class name, such as `TypeError` or `OrderRejected`. For a value that is no Error it is its class, or its `typeof`. */
  readonly type: string
  readonly message: string
  /** The frames of the stack, one on each line, without the head `Type: message`. It is absent if there is no stack. */
  readonly stack?: string
  /** All own fields except name, message, stack and cause, as plain data. */
  readonly fields: Readonly<Record<string, unknown>>
  readonly cause?: SerializedError
}

/** How many levels of causes and fields are kept. An error may hold a whole socket. */
const MAX_DEPTH = 8
/** How many members of one list or object are kept. */
const MAX_MEMBERS = 1_000
/** How many values are kept in all fields of an error and its causes together. */
const MAX_VALUES = 5_000
/** How many characters of one text are kept. SWF carries no longer text, and an error may hold a whole response. */
const MAX_TEXT = 32_768
/** How many characters are kept of all texts together. */
const MAX_TEXTS = 8 * MAX_TEXT
/** How many characters are kept of the name of a class or a field. */
const MAX_NAME = 256
/** How many characters of a stack are searched for its frames. They stand behind the message, which may be very long. */
const MAX_STACK = 1_000_000
/** How large a bigint may be to be kept. The time that its digits take grows faster than their number. */
const MAX_BIGINT_BITS = 1_024

const NOT_FIELDS: ReadonlySet<string> = new Set(['name', 'message', 'stack', 'cause'])

/** Names that say nothing about an error if its class has another name. */
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
 * Of the fields, functions are left out, and instances become plain objects with the instance's own fields. A value that cannot be read
 * or is nested too deep is replaced by a text in brackets that says so.
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
    // The room is limited, so what matters most comes first.
    const fullMessage = messageOf(thrown)
    const message = fullMessage && this.#cut(fullMessage)
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

  /** A stack is made when it is first read, and contains the message. So it is not read if no room is left to keep any of it. */
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
    // The list of an AggregateError is not enumerable, but it is what matters most of it.
    if (isError(thrown) && read(thrown, 'errors') !== undefined && !names.includes('errors')) names.unshift('errors')
    return this.#record(thrown, names)
  }

  #record(source: object, names: readonly string[]): Record<string, unknown> {
    const record: Record<string, unknown> = {}
    for (const name of names.slice(0, MAX_MEMBERS)) {
      if (this.#valuesLeft <= 0) break
      const value = this.#plain(read(source, name))
      if (value === undefined) continue
      // The key is defined, not assigned, so that `__proto__` is a name like any other.
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
    // A revoked proxy throws at every question.
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

/** The own keys of an object. Of a list only the first are taken, and of bytes and texts none, since there may be hundreds of millions. */
function ownKeys(object: object): string[] {
  if (ArrayBuffer.isView(object) || isStringObject(object)) return []
  return safely(() => (Array.isArray(object) ? Object.keys(object.slice(0, MAX_MEMBERS)) : Object.keys(object)), [])
}

function isError(value: unknown): value is Error {
  // A proxy may throw when it is asked for its prototype.
  return safely(() => value instanceof Error, false)
}

function safely<Value>(attempt: () => Value, otherwise: Value): Value {
  try {
    return attempt()
  } catch {
    return otherwise
  }
}

/**
 * The class name of what was thrown. A name that the error was given, as the faults of the SDK and DOMExceptions have it, is taken if it is
 * not that of a native class. Otherwise the name of the constructor says more.
 */
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

/** The message of what was thrown. It is undefined for an object without one, and then the object's fields are written as the message. */
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
 * The frames of a V8 stack. They follow the class and the message, which may have many lines. The expression must not let line breaks
 * stand before a frame: in a text of nothing but line breaks it would then search from each of them to the end.
 */
function framesOf(stack: unknown): string | undefined {
  if (typeof stack !== 'string') return undefined
  const start = stack.slice(0, MAX_STACK).search(/^[ \t]+at /m)
  return start === -1 ? undefined : stack.slice(start, start + MAX_TEXT + 1)
}
