import type { StandardSchemaV1 } from '@standard-schema/spec'
import { ResultValidationError } from '../errors.js'
import type { PendingResult } from './pending-result.js'

/**
 * Checks a value that came by the caller's schema (Standard Schema).
 *
 * @returns the schema's output
 * @throws ResultValidationError with the issues, or with what the schema itself threw as cause
 */
export async function validate({ awaited, subject }: PendingResult, schema: StandardSchemaV1, value: unknown): Promise<unknown> {
  let checked: StandardSchemaV1.Result<unknown>
  try {
    checked = await schema['~standard'].validate(value)
  } catch (cause) {
    throw new ResultValidationError(awaited, [], `The schema for the result of ${subject} threw`, { cause })
  }
  if (checked.issues === undefined) return checked.value
  const messages = checked.issues.map((issue) => issue.message).join('; ')
  throw new ResultValidationError(awaited, checked.issues, `The result of ${subject} does not match its schema: ${messages}`)
}
