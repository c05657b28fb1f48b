import type { StandardSchemaV1 } from '@standard-schema/spec'
import { ResultValidationError } from '../errors.js'

/**
 * Checks a value that came by the caller's schema (Standard Schema).
 *
 * @returns the schema's output
 * @throws ResultValidationError with the issues; what the schema itself throws
 */
export async function validate(key: string, schema: StandardSchemaV1, value: unknown): Promise<unknown> {
  const checked = await schema['~standard'].validate(value)
  if (checked.issues === undefined) return checked.value
  const messages = checked.issues.map((issue) => issue.message).join('; ')
  throw new ResultValidationError(key, checked.issues, `The result for "${key}" does not match its schema: ${messages}`)
}
