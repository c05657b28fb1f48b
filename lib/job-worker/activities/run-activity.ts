import type { FailureText } from '../../flow/failures/encode-failure.js'
import { cutText } from '../../flow/failures/write-within-limit.js'
import type { JobFormat } from '../../flow/formats/job-format.js'
import { LIMITS } from '../../base/limits.js'
import { serializeError } from '../../errors/serialized-error.js'
import { thrownText } from '../../base/message-texts.js'
import type { Activity, JobContext } from './activities.js'

/** How an activity's task is answered. */
export type ActivityAnswer =
  | { readonly status: 'completed'; readonly result: string }
  | { readonly status: 'failed'; readonly failure: FailureText | FinalFailure }

/** A failure without details. Deciders, Ruby's too, do not run the activity again after one. */
export type FinalFailure = Pick<FailureText, 'reason'>

/** Runs an activity on a task's input. It never rejects: whatever goes wrong becomes an answer, so that the job ends and says why. */
export async function runActivity(
  activity: Activity,
  input: string | undefined,
  context: JobContext,
  format: JobFormat,
): Promise<ActivityAnswer> {
  let result: unknown
  try {
    result = await activity.run(argumentOf(activity, input, format), context)
  } catch (error) {
    return { status: 'failed', failure: format.encodeError(serializeError(error)) }
  }
  // The work is done. Doing it again would not make its result fit.
  try {
    return { status: 'completed', result: resultText(activity, result, format) }
  } catch (error) {
    return { status: 'failed', failure: finalFailure(error) }
  }
}

/** The failure for a result that cannot be sent. */
export function finalFailure(error: unknown): FinalFailure {
  return { reason: cutText(thrownText(error), LIMITS.reason) }
}

/** The input of a task is the list of its arguments. Activities here take one argument. */
function argumentOf({ name }: Activity, input: string | undefined, format: JobFormat): unknown {
  if (input === undefined) return undefined
  const list = format.load(input)
  if (!Array.isArray(list)) throw new TypeError(`The input of ${name} must be a list with its argument`)
  if (list.length > 1) throw new TypeError(`${name} takes one argument, and its input has ${list.length}`)
  return list[0]
}

function resultText({ name }: Activity, result: unknown, format: JobFormat): string {
  const text = dump(name, result, format)
  if (text.length > LIMITS.data) {
    throw new RangeError(`The result of ${name} has ${text.length} characters, and SWF takes at most ${LIMITS.data}`)
  }
  return text
}

function dump(name: string, result: unknown, format: JobFormat): string {
  try {
    return format.dump(result)
  } catch (error) {
    throw new TypeError(`The result of ${name} cannot be sent: ${thrownText(error)}`, { cause: error })
  }
}
