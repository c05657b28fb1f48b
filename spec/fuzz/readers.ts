import { isDeepStrictEqual } from 'node:util'
import { decodeStart } from '../../lib/flow/inputs/decode-start.js'
import { encodeError, encodeFailure, type FailureText } from '../../lib/flow/failures/encode-failure.js'
import { FlowFormatError } from '../../lib/flow/flow-format-error.js'
import { decodeError } from '../../lib/flow/failures/decode-failure.js'
import { LIMITS } from '../../lib/base/limits.js'
import { decodeResultInput, encodeFailureInput, forwardResultInput } from '../../lib/flow/inputs/result-input.js'
import { activityTaskFailedException } from '../../lib/flow/failures/activity-task-exceptions.js'
import { yamlDataConverter } from '../../lib/flow/converters/yaml-data-converter.js'
import { loadValue } from '../../lib/flow/yaml/reader/load-value.js'
import { parseYaml } from '../../lib/flow/yaml/reader/parse-yaml.js'
import type { Reader } from './judge.js'

const KEY = 'result_key: fuzz'
const STEP = { eventId: 7, activityId: 'Activity1' }

/** Everything in the library that reads YAML that came from SWF, and what it does with it next. */
export const readers: readonly Reader[] = [
  { name: 'load', read: (text) => yamlDataConverter.load(text), write: writtenAgain },
  { name: 'two documents', read: twoDocuments },
  { name: 'decodeResultInput', read: decodeResultInput },
  { name: 'forwardResultInput', read: handOn },
  { name: 'decodeStart', read: start },
  { name: 'readErrorDetails', read: failure },
  { name: 'activityTaskFailed', read: failedJob },
]

/** What Ruby could not read, or would read as something else, is refused: so what came with such a thing in it is not written. */
const UNWRITABLE =
  /no name of a Ruby class|half a surrogate pair|a time |no day of Ruby’s|a variable named|more than \d+ (?:values|bytes)|nested deeper/

function writtenAgain(value: unknown): string | undefined {
  try {
    const text = yamlDataConverter.dump(value)
    // With its aliases written out it may be longer than what is read.
    return text.length > 2 * LIMITS.data ? undefined : text
  } catch (error) {
    if (error instanceof TypeError && UNWRITABLE.test(error.message)) return undefined
    throw error
  }
}

function twoDocuments(text: string): unknown {
  const parsed = parseYaml(text, 2)
  return parsed.roots.map((root) => loadValue(root, parsed))
}

/** A result on its way through the decider is to the one who waits what it is to its reader here. */
function handOn(text: string): unknown {
  const input = forwardResultInput(KEY, text)
  const value = yamlDataConverter.load(text)
  const { key, outcome } = mustBeRead(input, decodeResultInput)
  if (key !== KEY) throw new Error(`the result is handed on to ${key}`)
  if (outcome.status === 'completed' && !isDeepStrictEqual(outcome.value, value)) {
    throw new Error(`the result is handed on as ${JSON.stringify(input)}, which is read as another value`)
  }
  return outcome
}

/** What the decider makes of a workflow's input, and sends to the one who waits if the job fails. */
function start(text: string): unknown {
  const { step, resultStep, activityInput } = decodeStart(text)
  const args = mustBeRead(activityInput, (input) => yamlDataConverter.load(input))
  if (!Array.isArray(args) || args.length !== 1) throw new Error(`the activity is given ${JSON.stringify(activityInput)}`)
  const steps = [step, ...(resultStep ? [resultStep] : [])]
  if (resultStep) {
    const input = encodeFailureInput(resultStep.key, activityTaskFailedException(STEP, 'boom', undefined))
    const { key } = mustBeRead(input, decodeResultInput)
    if (key !== resultStep.key) throw new Error(`the failure is sent to ${JSON.stringify(key)}`)
  }
  return [args, ...steps.map((each) => ({ ...each, retryPolicy: each.retryPolicy ?? null }))]
}

/** What went wrong by SWF's two texts of it, sent on as a failure of one's own. */
function failure(text: string): unknown {
  const error = decodeError(text.slice(0, LIMITS.reason), text)
  fitting(encodeError(error))
  return error
}

/** A job's failure, as the decider sends it to the one who waits, and ends the workflow with. */
function failedJob(text: string): unknown {
  const exception = activityTaskFailedException(STEP, text.slice(0, LIMITS.reason), text.slice(0, LIMITS.data))
  fitting(encodeFailure(exception.message, exception))
  const input = encodeFailureInput(KEY, exception)
  if (input.length > LIMITS.data) throw new Error(`the failure takes ${input.length} characters`)
  const { outcome } = mustBeRead(input, decodeResultInput)
  if (outcome.status !== 'failed') throw new Error('the failure is read as a result')
  return outcome
}

function fitting({ reason, details }: FailureText): void {
  if (reason.length > LIMITS.reason) throw new Error(`the reason takes ${reason.length} characters`)
  if (details.length > LIMITS.data) throw new Error(`the details take ${details.length} characters`)
  const { message } = decodeError(undefined, details)
  if (message === 'failed without a reason')
    throw new Error(`the details are not read as an exception: ${JSON.stringify(details)}`)
}

/** Of what we have written only what aliases stand for may be too much. */
function mustBeRead<Read>(text: string, read: (text: string) => Read): Read {
  try {
    return read(text)
  } catch (error) {
    if (error instanceof FlowFormatError && /aliases written out|nested deeper/.test(error.message)) throw error
    throw new Error(`what we wrote is not read: ${JSON.stringify(text.slice(0, 2_000))}`, { cause: error })
  }
}
