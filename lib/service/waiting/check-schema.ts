import type { StandardSchemaV1 } from '@standard-schema/spec'
import { ResultValidationError, type ValidationIssue } from '../../errors/index.js'
import { show } from '../../base/message-texts.js'
import type { PendingResult } from './pending-result.js'

/** How many issues the message of the error names. The error itself has all of them. */
const MOST_NAMED = 10
/** How many characters the message of one issue may have in the message of the error. */
const LONGEST_MESSAGE = 500

interface Checked {
  readonly value: unknown
  /** This is undefined if the value is right. */
  readonly issues: unknown
}

/**
 * Checks the value of a result with the caller's schema (Standard Schema).
 *
 * @returns a promise of the schema's output
 * @throws ResultValidationError with the issues. If the schema itself threw, what it threw is the cause
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
  throw new ResultValidationError(awaited, issues, `The result of ${subject} does not match its schema: ${issuesText(issues)}`)
}

/** Reads each member once, since the caller's schema may return anything. */
function membersOf(result: unknown): Checked {
  if (typeof result !== 'object' || result === null) {
    throw new TypeError(`it must return an object with a value or with issues, and returned ${show(result)}`)
  }
  return { value: Reflect.get(result, 'value'), issues: Reflect.get(result, 'issues') }
}

// The schema may put anything into the list, so its members are read with care.
function isList(issues: unknown): issues is readonly ValidationIssue[] {
  try {
    return Array.isArray(issues) && Number.isInteger(issues.length)
  } catch {
    return false
  }
}

function issuesText(issues: readonly ValidationIssue[]): string {
  const { length } = issues
  const named = Array.from({ length: Math.min(length, MOST_NAMED) }, (_, index) => messageOf(issues, index))
  return `${named.join('; ') || 'the schema names no issues'}${length > MOST_NAMED ? `; and ${length - MOST_NAMED} more` : ''}`
}

function messageOf(issues: readonly ValidationIssue[], index: number): string {
  try {
    const message: unknown = issues[index]?.message
    return typeof message === 'string' ? message.slice(0, LONGEST_MESSAGE) : 'an issue without a message'
  } catch {
    return 'an issue that cannot be read'
  }
}
