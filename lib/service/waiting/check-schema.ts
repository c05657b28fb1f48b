import type { StandardSchemaV1 } from '@standard-schema/spec'
import { ResultValidationError, type ValidationIssue } from '../../errors/index.js'
import { show } from '../../base/message-texts.js'
import type { PendingResult } from './pending-result.js'

/** A message names the first issues; all are on the error. */
const MOST_NAMED = 10
/** Of the message of one issue, in characters. */
const LONGEST_MESSAGE = 500

interface Checked {
  readonly value: unknown
  /** Undefined if the value is right. */
  readonly issues: unknown
}

/**
 * Checks a value that came by the caller's schema (Standard Schema).
 *
 * @returns the schema's output
 * @throws ResultValidationError with the issues, or with what the schema itself threw as cause
 */
export async function checkSchema(
  { awaited, subject }: PendingResult,
  schema: StandardSchemaV1,
  value: unknown,
): Promise<unknown> {
  let checked: Checked
  try {
    checked = membersOf(await schema['~standard'].validate(value))
  } catch (cause) {
    throw new ResultValidationError(awaited, [], `The schema for the result of ${subject} threw`, { cause })
  }
  if (checked.issues === undefined) return checked.value
  const issues = isList(checked.issues) ? checked.issues : []
  throw new ResultValidationError(awaited, issues, `The result of ${subject} does not match its schema: ${said(issues)}`)
}

/** Read once: a schema of one's own may give anything. */
function membersOf(result: unknown): Checked {
  if (typeof result !== 'object' || result === null) {
    throw new TypeError(`it must give an object with a value or with issues, and gave ${show(result)}`)
  }
  return { value: Reflect.get(result, 'value'), issues: Reflect.get(result, 'issues') }
}

// What is in it is the schema's own affair, and is read with care.
function isList(issues: unknown): issues is readonly ValidationIssue[] {
  try {
    return Array.isArray(issues) && Number.isInteger(issues.length)
  } catch {
    return false
  }
}

function said(issues: readonly ValidationIssue[]): string {
  const { length } = issues
  const named = Array.from({ length: Math.min(length, MOST_NAMED) }, (_, index) => messageOf(issues, index))
  return `${named.join('; ') || 'it names no issues'}${length > MOST_NAMED ? `; and ${length - MOST_NAMED} more` : ''}`
}

function messageOf(issues: readonly ValidationIssue[], index: number): string {
  try {
    const message: unknown = issues[index]?.message
    return typeof message === 'string' ? message.slice(0, LONGEST_MESSAGE) : 'an issue without a message'
  } catch {
    return 'an issue that cannot be read'
  }
}
