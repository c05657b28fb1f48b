import {
  limitExceeded,
  typeAlreadyExists,
  typeDeprecated,
  typeNotDeprecated,
  unknownType,
  type NameAndVersion,
  type TypeKind,
} from '../../answers/faults.js'
import { inAlphabeticalOrder } from '../../collections/alphabetical.js'
import { TYPES_LIMIT } from '../limits.js'
import { OrderedSet } from '../../collections/ordered-set.js'

export interface RegisteredType<Defaults> extends NameAndVersion {
  readonly description: string | undefined
  readonly defaults: Defaults
  readonly createdAtMs: number
  deprecatedAtMs: number | undefined
}

/** The activity or workflow types of one domain. A type is never changed, only deprecated, and then deleted or undeprecated. */
export class TypeRegistry<Defaults> {
  readonly #kind: TypeKind
  readonly #types = new Map<string, RegisteredType<Defaults>>()
  /** The same, for lists. */
  readonly ordered = new OrderedSet<RegisteredType<Defaults>>(inAlphabeticalOrder)

  constructor(kind: TypeKind) {
    this.#kind = kind
  }

  register(type: RegisteredType<Defaults>): void {
    const key = keyOf(type)
    if (this.#types.has(key)) throw typeAlreadyExists(this.#kind, type)
    if (this.#types.size >= TYPES_LIMIT) throw limitExceeded(`${TYPES_LIMIT} types of the kind ${this.#kind} in the domain`)
    this.#types.set(key, type)
    this.ordered.add(type)
  }

  find(type: NameAndVersion): RegisteredType<Defaults> | undefined {
    return this.#types.get(keyOf(type))
  }

  get(type: NameAndVersion): RegisteredType<Defaults> {
    const registered = this.find(type)
    if (!registered) throw unknownType(this.#kind, type)
    return registered
  }

  deprecate(type: NameAndVersion, nowMs: number): void {
    const registered = this.get(type)
    if (registered.deprecatedAtMs !== undefined) throw typeDeprecated(this.#kind, type)
    registered.deprecatedAtMs = nowMs
  }

  deprecateAll(nowMs: number): void {
    for (const type of this.#types.values()) type.deprecatedAtMs ??= nowMs
  }

  /** The fault of a type that is not deprecated is documented (API reference, TypeAlreadyExistsFault). */
  undeprecate(type: NameAndVersion): void {
    const registered = this.get(type)
    if (registered.deprecatedAtMs === undefined) throw typeAlreadyExists(this.#kind, type)
    registered.deprecatedAtMs = undefined
  }

  /** Only what is deprecated; what was scheduled or started before runs on (API reference, DeleteActivityType, DeleteWorkflowType). */
  delete(type: NameAndVersion): void {
    const registered = this.get(type)
    if (registered.deprecatedAtMs === undefined) throw typeNotDeprecated(this.#kind, type)
    this.#types.delete(keyOf(type))
    this.ordered.remove(registered)
  }
}

/** A space ends the version: no version begins or ends with one, and its own length bounds it from the name. */
export function keyOf({ name, version }: NameAndVersion): string {
  return `${version.length} ${version} ${name}`
}
