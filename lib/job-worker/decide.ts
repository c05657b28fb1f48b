import type { Decision, HistoryEvent } from '@aws-sdk/client-swf'
import { decodeStart, type DecodedStart, type ResultStep, type Step } from '../flow/decode-start.js'
import { failureReasonAndDetails, failureText } from '../flow/failures.js'
import { FlowFormatError } from '../flow/flow-format-error.js'
import { LIMITS } from '../flow/limits.js'
import { RESULT_ACTIVITY } from '../flow/names.js'
import { encodeFailureInput, forwardResultInput } from '../flow/result-activity.js'
import { rubyException } from '../flow/ruby-values.js'
import { serializeError } from '../protocol/serialized-error.js'
import { readHistory, type JobHistory, type StepOutcome } from './read-history.js'

/** Marks a job that succeeded although nobody took its result; its details are what the result task failed with. */
export const UNDELIVERED_MARKER = 'ResultNotDelivered'

/**
 * The default workflow: one activity, then the result activity if someone waits, then the end. A pure function of the whole
 * history, so that any decider may take over at any event.
 *
 * @param events - all of them, from the first
 * @param knownActivities - `Class.method` of the activities here, to name the nearest to a mistyped one
 */
export function decide(events: readonly HistoryEvent[], knownActivities: readonly string[]): Decision[] {
  const history = readHistory(events, knownActivities)
  if (history.mayNotClose) return []
  try {
    return nextDecisions(decodeStart(history.input), history)
  } catch (error) {
    if (error instanceof FlowFormatError) return [failWorkflow(error)]
    throw error
  }
}

function nextDecisions({ step, resultStep, activityInput }: DecodedStart, history: JobHistory): Decision[] {
  const activityId = `Activity${history.attempts.length + 1}`
  const job = history.attempts.findLast(({ typeName }) => typeName !== RESULT_ACTIVITY.name)
  if (!job) return [schedule(step, activityId, activityInput)]
  if (!job.outcome) return []

  const delivery = history.attempts.findLast(({ typeName }) => typeName === RESULT_ACTIVITY.name)
  if (resultStep && !delivery) return [schedule(resultStep, activityId, resultInput(resultStep, job.outcome))]
  if (delivery && !delivery.outcome) return []
  return close(job.outcome, delivery?.outcome, history)
}

function schedule({ className, method, version, options }: Step, activityId: string, input: string): Decision {
  const { taskList, ...others } = options
  return {
    decisionType: 'ScheduleActivityTask',
    scheduleActivityTaskDecisionAttributes: {
      activityType: { name: `${className}.${method}`, version },
      activityId,
      ...others,
      input,
      ...(taskList !== undefined && { taskList: { name: taskList } }),
    },
  }
}

/** Whatever the job ended with, someone is told: a result task that SWF refuses would leave the caller waiting for ever. */
function resultInput({ key }: ResultStep, outcome: StepOutcome): string {
  if (outcome.status === 'failed') return encodeFailureInput(key, outcome.exception)
  const undeliverable = (why: string): string => encodeFailureInput(key, rubyException('StandardError', why))
  try {
    const input = forwardResultInput(key, outcome.result)
    if (input.length <= LIMITS.data) return input
    return undeliverable(
      `The job succeeded, but its result cannot be delivered: its result task's input would be ${input.length} characters, and SWF takes ${LIMITS.data}`,
    )
  } catch (error) {
    if (!(error instanceof FlowFormatError)) throw error
    return undeliverable(`The job succeeded, but its result cannot be delivered: ${error.message}`)
  }
}

/** The job's own outcome is the workflow's, whether or not somebody took its result. */
function close(job: StepOutcome, delivery: StepOutcome | undefined, { markers }: JobHistory): Decision[] {
  if (job.status === 'failed') {
    return [
      {
        decisionType: 'FailWorkflowExecution',
        failWorkflowExecutionDecisionAttributes: { ...failureText(job.exception.message, job.exception) },
      },
    ]
  }
  const complete: Decision = {
    decisionType: 'CompleteWorkflowExecution',
    completeWorkflowExecutionDecisionAttributes: { result: job.result },
  }
  if (delivery?.status !== 'failed' || markers.has(UNDELIVERED_MARKER)) return [complete]
  const { details } = failureText(delivery.exception.message, delivery.exception)
  return [
    {
      decisionType: 'RecordMarker',
      recordMarkerDecisionAttributes: { markerName: UNDELIVERED_MARKER, details },
    },
    complete,
  ]
}

/** The end of an execution that this decider can make nothing of. */
export function failWorkflow(error: Error): Decision {
  return {
    decisionType: 'FailWorkflowExecution',
    failWorkflowExecutionDecisionAttributes: { ...failureReasonAndDetails(serializeError(error)) },
  }
}
