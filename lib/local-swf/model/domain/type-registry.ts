import {
  limitExceeded,
  typeAlreadyExists,
  typeDeprecated,
  typeNotDeprecated,
  unknownType,
  type NameAndVersion,
  type TypeKind,
} from '../../answers/faults.js'
import { inAlphabeticalOrder, nameKey } from '../../collections/name-key.js'
import { TYPES_LIMIT } from '../limits.js'
import { OrderedSet } from '../../collections/ordered-set.js'

export interface RegisteredType<Defaults> extends NameAndVersion {
  readonly description: string | undefined
  readonly defaults: Defaults
  readonly createdAtMs: number
  deprecatedAtMs: number | undefined
}

/** The activity types, or the workflow types, of one domain. A type never changes: it is deprecated, and then deleted or undeprecated. */
export class TypeRegistry<Defaults> {
  readonly #kind: TypeKind
  readonly #types = new Map<string, RegisteredType<Defaults>>()
  /** The same types in the order of SWF's lists. */
  readonly ordered = new OrderedSet<RegisteredType<Defaults>>(inAlphabeticalOrder)

  constructor(kind: TypeKind) {
    this.#kind = kind
  }

  register(type: RegisteredType<Defaults>): void {
    const key = nameKey(type)
    if (this.#types.has(key)) throw typeAlreadyExists(this.#kind, type)
    if (this.#types.size >= TYPES_LIMIT) throw limitExceeded(`${TYPES_LIMIT} types of the kind ${this.#kind} in the domain`)
    this.#types.set(key, type)
    this.ordered.add(type)
  }

  find(type: NameAndVersion): RegisteredType<Defaults> | undefined {
    return this.#types.get(nameKey(type))
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

  /**
   * Makes a deprecated type a registered one again.
   * @throws SwfFault TypeAlreadyExistsFault, when the type is not deprecated (API reference, TypeAlreadyExistsFault)
   */
  undeprecate(type: NameAndVersion): void {
    const registered = this.get(type)
    if (registered.deprecatedAtMs === undefined) throw typeAlreadyExists(this.#kind, type)
    registered.deprecatedAtMs = undefined
  }

  /**
   * Deletes a deprecated type. What was scheduled or started with it goes on (API reference, DeleteActivityType, DeleteWorkflowType).
   * @throws SwfFault TypeNotDeprecatedFault
   */
  delete(type: NameAndVersion): void {
    const registered = this.get(type)
    if (registered.deprecatedAtMs === undefined) throw typeNotDeprecated(this.#kind, type)
    this.#types.delete(nameKey(type))
    this.ordered.remove(registered)
  }
}
