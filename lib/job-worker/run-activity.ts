import { failureReasonAndDetails, type FailureText } from '../flow/failures.js'
import { LIMITS } from '../flow/limits.js'
import { yamlDataConverter } from '../flow/yaml-data-converter.js'
import { serializeError } from '../protocol/serialized-error.js'
import type { Activity } from './activities.js'
import type { JobContext } from './job-context.js'

export type ActivityAnswer =
  | { readonly status: 'completed'; readonly result: string }
  | { readonly status: 'failed'; readonly failure: FailureText }

/** Runs an activity on a task's input. Never rejects: whatever goes wrong is an answer, so that the job ends and says why. */
export async function runActivity(activity: Activity, input: string | undefined, context: JobContext): Promise<ActivityAnswer> {
  try {
    const result = await activity.run(argumentOf(activity, input), context)
    return { status: 'completed', result: resultText(activity, result) }
  } catch (error) {
    return { status: 'failed', failure: failureOf(error) }
  }
}

export function failureOf(thrown: unknown): FailureText {
  return failureReasonAndDetails(serializeError(thrown))
}

/** A task's input is the list of its arguments; activities here take one. */
function argumentOf({ name }: Activity, input: string | undefined): unknown {
  if (input === undefined) return undefined
  const list = yamlDataConverter.load(input)
  if (!Array.isArray(list)) throw new TypeError(`The input of ${name} must be a list with its argument`)
  if (list.length > 1) throw new TypeError(`${name} takes one argument, and its input has ${list.length}`)
  return list[0]
}

function resultText({ name }: Activity, result: unknown): string {
  const text = dump(name, result)
  if (text.length > LIMITS.data) {
    throw new RangeError(`The result of ${name} takes ${text.length} characters, and SWF takes ${LIMITS.data}`)
  }
  return text
}

function dump(name: string, result: unknown): string {
  try {
    return yamlDataConverter.dump(result)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new TypeError(`The result of ${name} cannot be sent: ${why}`, { cause: error })
  }
}
