import { typeAlreadyExists, typeDeprecated, unknownType, type NameAndVersion, type TypeKind } from '../faults.js'

export interface RegisteredType<Defaults> extends NameAndVersion {
  readonly description: string | undefined
  readonly defaults: Defaults
  readonly createdAtMs: number
  deprecatedAtMs: number | undefined
}

/** The activity or workflow types of one domain. A type is never changed, only deprecated. */
export class TypeRegistry<Defaults> {
  readonly #kind: TypeKind
  readonly #types = new Map<string, RegisteredType<Defaults>>()

  constructor(kind: TypeKind) {
    this.#kind = kind
  }

  register(type: RegisteredType<Defaults>): void {
    const key = keyOf(type)
    if (this.#types.has(key)) throw typeAlreadyExists(this.#kind, type)
    this.#types.set(key, type)
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
}

/** A space ends the version: no version begins or ends with one, and its own length bounds it from the name. */
export function keyOf({ name, version }: NameAndVersion): string {
  return `${version.length} ${version} ${name}`
}
