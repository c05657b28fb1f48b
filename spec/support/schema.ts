import type { StandardSchemaV1 } from '@standard-schema/spec'

type Checked = StandardSchemaV1.Result<unknown>

/** A Standard Schema around a function. */
export function schemaOf(validate: (value: unknown) => Checked | Promise<Checked>): StandardSchemaV1 {
  return { '~standard': { version: 1, vendor: 'spec', validate } }
}
