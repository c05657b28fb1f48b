import type { Decision, HistoryEvent, ScheduleActivityTaskDecisionAttributes } from '@aws-sdk/client-swf'
import { FlowFormatError } from '../../flow/flow-format-error.js'
import type { JobFormat } from '../../flow/formats/job-format.js'
import { LIMITS } from '../../base/limits.js'
import type { DecodedStart, ResultStep, Step } from '../../flow/inputs/decode-step.js'
import { rubyException } from '../../flow/ruby-values/index.js'
import { failedOutcome, type ActivityOutcome } from '../../flow/history/activity-end.js'
import { notScheduledMessage, scheduleActivityTaskFailedException } from '../../flow/failures/activity-task-exceptions.js'
import { serializeError } from '../../errors/serialized-error.js'
import { jobHistoryOf, type JobHistory } from './job-history.js'
import { retryDelaySeconds } from './retry-delay.js'

/** The name of the marker for a job that succeeded although nobody took its result. Its details say why the result task failed. */
export const UNDELIVERED_MARKER = 'ResultNotDelivered'

/** Everything that a decision depends on. There is nothing else, so that another decider may take over after any event. */
export interface DecisionSubject {
  /** The whole history, from its first event. */
  readonly events: readonly HistoryEvent[]
  readonly runId: string
  /** The names (`Class.method`) of the activities of this worker. For a mistyped name the message suggests the nearest of them. */
  readonly knownActivities: readonly string[]
  readonly format: JobFormat
  /** The errors with which SWF refused earlier decisions on these same events, in their order. */
  readonly refusals?: readonly Error[]
}

/** The outcomes of steps that SWF refused to schedule, by the names of their activity types. No event tells of such a refusal. */
type RefusedSteps = ReadonlyMap<string, ActivityOutcome>

/**
 * Decides the default workflow: it runs one activity, then the result activity if somebody waits for the result, and then closes
 * the execution. Each activity is run again as its retry policy says. A step that SWF refuses to schedule is over, since SWF
 * would refuse it again at each decision that follows.
 */
export function decide(subject: DecisionSubject): Decision[] {
  const { format, refusals = [] } = subject
  const history = jobHistoryOf(subject)
  if (history.mayNotClose) return []
  try {
    const start = format.decodeStart(history.input)
    const refused = new Map<string, ActivityOutcome>()
    for (const refusal of refusals) {
      const [decision] = nextDecisions(start, history, subject, refused)
      const scheduling = decision?.scheduleActivityTaskDecisionAttributes
      if (!scheduling) return [failWorkflow(refusal, format)]
      refused.set(scheduling.activityType?.name ?? '', notScheduled(scheduling, refusal))
    }
    return nextDecisions(start, history, subject, refused)
  } catch (error) {
    if (error instanceof FlowFormatError) return [failWorkflow(error, format)]
    throw error
  }
}

function nextDecisions(
  { step, resultStep, activityInput }: DecodedStart,
  history: JobHistory,
  { runId, format }: DecisionSubject,
  refused: RefusedSteps,
): Decision[] {
  refuseForeign(history, stepNames(step, resultStep))
  const job = progress(step, history, runId, refused)
  if (job === 'due') return [schedule(step, history, activityInput)]
  if ('decisions' in job) return job.decisions
  if (!resultStep) return close(job.outcome, undefined, history, format)
  const delivery = progress(resultStep, history, runId, refused)
  if (delivery === 'due') return [schedule(resultStep, history, resultInput(resultStep, job.outcome, format))]
  return 'decisions' in delivery ? delivery.decisions : close(job.outcome, delivery.outcome, history, format)
}

/** The names of the steps' activity types. They must differ, since the types tell the attempts of the two steps apart. */
function stepNames(step: Step, resultStep: ResultStep | undefined): readonly string[] {
  if (!resultStep) return [typeNameOf(step)]
  const names = [typeNameOf(step), typeNameOf(resultStep)]
  if (names[0] === names[1]) throw new FlowFormatError(`the step and the result step are the same activity, ${names[0]}`)
  return names
}

/** Refuses a history that another decider, or another job, has written to: this decider does not guess at it. */
function refuseForeign({ attempts }: JobHistory, names: readonly string[]): void {
  const foreign = attempts.find(({ typeName }) => !names.includes(typeName))
  if (!foreign) return
  const { typeName, activityId } = foreign
  throw new FlowFormatError(
    `the history does not fit its input: ${activityId} is ${typeName}, and the input asks only for ${names.join(' and ')}`,
  )
}

type Progress = 'due' | { readonly decisions: Decision[] } | { readonly outcome: ActivityOutcome }

/** How far a step has come: it is due, or decisions are all that it needs for now, or it has an outcome. */
function progress(step: Step, { attempts, timers }: JobHistory, runId: string, refused: RefusedSteps): Progress {
  const outcome = refused.get(typeNameOf(step))
  if (outcome) return { outcome }
  const own = attempts.filter(({ typeName }) => typeName === typeNameOf(step))
  const last = own.at(-1)
  if (!last) return 'due'
  if (!last.outcome) return { decisions: [] }
  const delay = retryDelaySeconds(step.retryPolicy, own, runId)
  if (delay === undefined) return { outcome: last.outcome }
  const [timer] = [...timers].filter(([eventId]) => eventId > last.scheduledEventId).map(([, each]) => each)
  if (!timer) return { decisions: [startTimer(`Timer${timers.size + 1}`, delay)] }
  // If SWF does not let this decider start timers, the failure is final.
  if (timer.end === 'refused') return { outcome: last.outcome }
  return timer.end === 'fired' ? 'due' : { decisions: [] }
}

function notScheduled(scheduling: ScheduleActivityTaskDecisionAttributes, refusal: Error): ActivityOutcome {
  const { activityType, activityId = '' } = scheduling
  const message = notScheduledMessage(activityType, refusal.message)
  return failedOutcome(scheduleActivityTaskFailedException({ eventId: 0, activityId }, refusal.name, message))
}

function startTimer(timerId: string, seconds: number): Decision {
  return { decisionType: 'StartTimer', startTimerDecisionAttributes: { timerId, startToFireTimeout: String(seconds) } }
}

function typeNameOf({ className, method }: Step): string {
  return `${className}.${method}`
}

function schedule(step: Step, { attempts }: JobHistory, input: string): Decision {
  const { taskList, ...others } = step.options
  return {
    decisionType: 'ScheduleActivityTask',
    scheduleActivityTaskDecisionAttributes: {
      activityType: { name: typeNameOf(step), version: step.version },
      activityId: `Activity${attempts.length + 1}`,
      ...others,
      input,
      ...(taskList !== undefined && { taskList: { name: taskList } }),
    },
  }
}

/** Writes the input of the result task. It always fits, since a result task that SWF refuses would leave the caller waiting for ever. */
function resultInput({ key }: ResultStep, outcome: ActivityOutcome, format: JobFormat): string {
  if (outcome.status === 'failed') return format.encodeFailureInput(key, outcome.exception)
  const undeliverable = (why: string): string => format.encodeFailureInput(key, rubyException('StandardError', why))
  try {
    const input = format.forwardResultInput(key, outcome.result)
    if (input.length <= LIMITS.data) return input
    return undeliverable(
      `The job succeeded, but its result cannot be delivered: the input of its result task would have ${input.length} characters, and SWF takes at most ${LIMITS.data}`,
    )
  } catch (error) {
    if (!(error instanceof FlowFormatError)) throw error
    return undeliverable(`The job succeeded, but its result cannot be delivered: ${error.message}`)
  }
}

/** Closes the workflow with the job's own outcome, whether or not somebody has received the result. */
function close(
  job: ActivityOutcome,
  delivery: ActivityOutcome | undefined,
  { markers }: JobHistory,
  format: JobFormat,
): Decision[] {
  if (job.status === 'failed') {
    return [
      {
        decisionType: 'FailWorkflowExecution',
        failWorkflowExecutionDecisionAttributes: { ...format.encodeFailure(job.exception.message, job.exception) },
      },
    ]
  }
  const complete: Decision = {
    decisionType: 'CompleteWorkflowExecution',
    completeWorkflowExecutionDecisionAttributes: { result: job.result },
  }
  if (delivery?.status !== 'failed' || markers.has(UNDELIVERED_MARKER)) return [complete]
  const { details } = format.encodeFailure(delivery.exception.message, delivery.exception)
  return [
    {
      decisionType: 'RecordMarker',
      recordMarkerDecisionAttributes: { markerName: UNDELIVERED_MARKER, details },
    },
    complete,
  ]
}

/** Ends an execution that this decider cannot carry on with. */
function failWorkflow(error: Error, format: JobFormat): Decision {
  return {
    decisionType: 'FailWorkflowExecution',
    failWorkflowExecutionDecisionAttributes: { ...format.encodeError(serializeError(error)) },
  }
}
