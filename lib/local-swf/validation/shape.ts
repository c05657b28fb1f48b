import { isPlainObject } from '../values/is-plain-object.js'
import { serializationFault, validationFault } from '../answers/faults.js'

/** More problems than these help nobody, and a text for each of 300,000 decisions would hold up the whole process. */
const MOST_PROBLEMS = 100

/** Collects everything that is wrong with a request, in AWS's words, so that one fault can tell all of it. */
export class Problems {
  readonly #texts: string[] = []

  /** Whether there are so many problems that the rest of the request need not be looked at. */
  get isFull(): boolean {
    return this.#texts.length >= MOST_PROBLEMS
  }

  get hasAny(): boolean {
    return this.#texts.length > 0
  }

  add(value: string | number | undefined, path: string, constraint: string): void {
    if (this.isFull) return
    const shown = value === undefined ? 'null' : `'${String(value)}'`
    this.#texts.push(`Value ${shown} at '${path}' failed to satisfy constraint: ${constraint}`)
  }

  /** @throws SwfFault ValidationException, when there are any */
  throwIfAny(): void {
    const { length } = this.#texts
    if (length > 0) {
      throw validationFault(`${length} validation error${length > 1 ? 's' : ''} detected: ${this.#texts.join('; ')}`)
    }
  }
}

/**
 * Reads one JSON value. A value of the wrong JSON type throws a SerializationException immediately, as in AWS. A value that breaks a
 * constraint is added to the problems, and is returned all the same.
 */
export type Shape<Value> = (value: unknown, path: string, problems: Problems) => Value

export interface Member<Value, IsRequired extends boolean> {
  readonly shape: Shape<Value>
  readonly isRequired: IsRequired
}

export type Members = Readonly<Record<string, Member<unknown, boolean>>>
type ValueOf<M> = M extends Member<infer Value, boolean> ? Value : never

/** The object that a structure reads. A member that is not required may be undefined. */
export type Structure<M extends Members> = {
  readonly [Name in keyof M]: M[Name] extends Member<unknown, true> ? ValueOf<M[Name]> : ValueOf<M[Name]> | undefined
}

export function required<Value>(shape: Shape<Value>): Member<Value, true> {
  return { shape, isRequired: true }
}

export function optional<Value>(shape: Shape<Value>): Member<Value, false> {
  return { shape, isRequired: false }
}

/** Reads an object with these members. Other members are ignored, and a member that is null counts as left out, as in AWS. */
export function structure<const M extends Members>(members: M): Shape<Structure<M>> {
  const entries = Object.entries(members)
  return (value, path, problems) => {
    if (!isPlainObject(value)) throw wrongType(value, 'a structure')
    const read: Record<string, unknown> = {}
    for (const [name, member] of entries) {
      const memberPath = path === '' ? name : `${path}.${name}`
      const given = Object.hasOwn(value, name) ? (value[name] ?? undefined) : undefined
      if (given !== undefined) read[name] = member.shape(given, memberPath, problems)
      else if (member.isRequired) problems.add(undefined, memberPath, 'Member must not be null')
    }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each member was read by its own shape; what lacks a required one never leaves readRequest
    return read as Structure<M>
  }
}

export function list<Value>(member: Shape<Value>, { maximum = Infinity } = {}): Shape<readonly Value[]> {
  return (value, path, problems) => {
    if (!Array.isArray(value)) throw wrongType(value, 'a list')
    const read: Value[] = []
    for (const [index, item] of value.entries()) {
      if (problems.isFull) break
      read.push(member(item, `${path}.${index + 1}.member`, problems))
    }
    if (value.length > maximum) {
      problems.add(`[${read.join(', ')}]`, path, `Member must have length less than or equal to ${maximum}`)
    }
    return read
  }
}

/** Reads a whole request. @throws SwfFault ValidationException or SerializationException */
export function readRequest<Request>(shape: Shape<Request>, body: unknown): Request {
  const problems = new Problems()
  const request = shape(body, '', problems)
  problems.throwIfAny()
  return request
}

export function wrongType(value: unknown, wanted: string): Error {
  return serializationFault(`${jsonTypeOf(value)} can not be converted to ${wanted}`)
}

function jsonTypeOf(value: unknown): string {
  if (value === null) return 'NULL_VALUE'
  if (Array.isArray(value)) return 'START_ARRAY'
  return jsonTypes[typeof value] ?? 'START_OBJECT'
}

const jsonTypes: Readonly<Partial<Record<string, string>>> = {
  string: 'STRING_VALUE',
  number: 'NUMBER_VALUE',
  boolean: 'BOOLEAN_VALUE',
}
