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
/** Values in all fields of one error together. */
const MAX_VALUES = 1_000
/** Of one text, in characters: SWF carries no longer one, and an error may hold a whole response. */
const MAX_TEXT = 32_768

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

  serialize(thrown: unknown): SerializedError {
    if (typeof thrown !== 'object' || thrown === null) {
      return { type: thrown === null ? 'null' : typeof thrown, message: cut(textOf(thrown)), fields: {} }
    }
    this.#ancestors.add(thrown)
    const stack = framesOf(read(thrown, 'stack'))
    const cause = this.#causeOf(thrown)
    const fields = this.#fieldsOf(thrown)
    this.#ancestors.delete(thrown)
    return {
      type: typeOf(thrown),
      message: cut(messageOf(thrown, fields)),
      ...(stack !== undefined && { stack }),
      fields,
      ...(cause !== undefined && { cause }),
    }
  }

  #causeOf(thrown: object): SerializedError | undefined {
    const cause = read(thrown, 'cause')
    if (cause === undefined || this.#isTooDeep(cause)) return undefined
    return this.serialize(cause)
  }

  #fieldsOf(thrown: object): Record<string, unknown> {
    const names = ownKeys(thrown).filter((name) => !NOT_FIELDS.has(name))
    // An AggregateError's list is not enumerable, and yet the point of it.
    if (isError(thrown) && read(thrown, 'errors') !== undefined && !names.includes('errors')) names.push('errors')
    return this.#record(thrown, names)
  }

  #record(source: object, names: readonly string[]): Record<string, unknown> {
    const record: Record<string, unknown> = {}
    for (const name of names) {
      const value = this.#plain(read(source, name))
      // Defined, not assigned: `__proto__` is a name like any other.
      if (value !== undefined)
        Object.defineProperty(record, name, { value, enumerable: true, configurable: true, writable: true })
    }
    return record
  }

  #plain(value: unknown): unknown {
    if (typeof value === 'function') return undefined
    if (typeof value === 'symbol') return value.toString()
    if (typeof value === 'string') return cut(value)
    if (typeof value !== 'object' || value === null) return value
    if (this.#ancestors.has(value)) return '[circular]'
    if (this.#isTooDeep(value) || this.#valuesLeft-- <= 0) return '[too much to keep]'
    // A revoked proxy throws whatever it is asked.
    return safely(() => this.#plainObject(value), '[cannot be read]')
  }

  #plainObject(value: object): unknown {
    if (value instanceof Error) return this.serialize(value)
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()
    if (ArrayBuffer.isView(value)) return `[${typeOf(value)} of ${value.byteLength} bytes]`
    const isList = Array.isArray(value)
    this.#ancestors.add(value)
    const plain = isList ? this.#list(value) : this.#record(value, ownKeys(value))
    this.#ancestors.delete(value)
    return plain
  }

  #list(list: readonly unknown[]): unknown[] {
    const { length } = list
    return Array.from({ length: Math.min(length, MAX_VALUES) }, (_, index) => this.#plain(read(list, String(index))) ?? null)
  }

  #isTooDeep(value: unknown): boolean {
    return typeof value === 'object' && value !== null && (this.#ancestors.has(value) || this.#ancestors.size >= MAX_DEPTH)
  }
}

function read(object: object, name: string): unknown {
  try {
    return Reflect.get(object, name)
  } catch (error) {
    return `[reading it threw: ${error instanceof Error ? safely(() => error.message, 'an error') : typeof error}]`
  }
}

function ownKeys(object: object): string[] {
  return safely(() => Object.keys(object), [])
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
  const name = isError(thrown) ? read(thrown, 'name') : undefined
  const givenName = typeof name === 'string' && name !== '' ? name : undefined
  if (givenName !== undefined && !NATIVE_NAMES.has(givenName)) return givenName
  const constructor = read(thrown, 'constructor')
  const className = typeof constructor === 'function' ? read(constructor, 'name') : undefined
  return typeof className === 'string' && className !== '' ? className : (givenName ?? 'Object')
}

function messageOf(thrown: object, fields: Readonly<Record<string, unknown>>): string {
  const message = read(thrown, 'message')
  if (typeof message === 'string') return message
  if (message !== undefined && message !== null) return textOf(message)
  return isError(thrown) ? '' : safely(() => JSON.stringify(fields), '')
}

function textOf(value: unknown): string {
  return safely(() => (typeof value === 'function' ? `function ${value.name}` : String(value)), `[${typeof value}]`)
}

/** The frames of a V8 stack: its head is the class and message once more, and a message can have many lines. */
function framesOf(stack: unknown): string | undefined {
  if (typeof stack !== 'string') return undefined
  const first = stack.search(/^[^\S\n]+at /m)
  return first === -1 ? undefined : cut(stack.slice(first))
}

function cut(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}…`
}
