import type { RegisteredType } from '../model/domain/type-registry.js'

/** The part of a type's description that activity and workflow types share. */
export function typeInfo(kind: 'activityType' | 'workflowType', type: RegisteredType<unknown>): object {
  const { name, version, description, createdAtMs, deprecatedAtMs } = type
  return {
    [kind]: { name, version },
    status: deprecatedAtMs === undefined ? 'REGISTERED' : 'DEPRECATED',
    description,
    creationDate: createdAtMs / 1000,
    deprecationDate: deprecatedAtMs === undefined ? undefined : deprecatedAtMs / 1000,
  }
}

export function taskListMember(name: string | undefined): { readonly name: string } | undefined {
  return name === undefined ? undefined : { name }
}
