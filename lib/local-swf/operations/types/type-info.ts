import type { RegisteredType } from '../../model/domain/type-registry.js'

/** What the lists and the descriptions of types tell of an activity type or a workflow type. */
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
