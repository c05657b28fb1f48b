import * as fc from 'fast-check'
import { attributesMember, type SentDecision } from '../invariants/replay.js'
import { activityIds, activityTypes, functionNames, lambdaIds, taskLists, timerIds, workflowIds, workflowTypes } from './names.js'

export interface DrawnDecision {
  readonly decision: SentDecision
  /** Refused, and its whole batch with it. */
  readonly isMalformed: boolean
}

/** Whether a decision of this type must be the last of its batch. */
export const closingDecisions: ReadonlySet<string> = new Set([
  'CompleteWorkflowExecution',
  'FailWorkflowExecution',
  'CancelWorkflowExecution',
  'ContinueAsNewWorkflowExecution',
])

/** One in `times` is the rare one. */
export function mostly<Usual, Rare>(
  usual: fc.Arbitrary<Usual>,
  rare: fc.Arbitrary<Rare>,
  times: number,
): fc.Arbitrary<Usual | Rare> {
  return fc.oneof({ weight: times - 1, arbitrary: usual }, { weight: 1, arbitrary: rare })
}

export const childPolicy = fc.constantFrom('TERMINATE', 'REQUEST_CANCEL', 'ABANDON')
export const taskList = mostly(fc.constant(taskLists[0]), fc.constantFrom(...taskLists.slice(1)), 3).map((name) => ({ name }))
export const taskTimeout = mostly(fc.constantFrom('NONE', '30', ''), fc.constantFrom('0', '1', '5'), 3)
export const priority = fc.constantFrom('-1', '0', '7')
/** Those that have all defaults come up most. */
export const workflowType = mostly(fc.constantFrom(...workflowTypes.slice(0, 2)), fc.constantFrom(...workflowTypes.slice(2)), 4)
const activityType = mostly(fc.constant(activityTypes[0]), fc.constantFrom(...activityTypes.slice(1)), 4)

/** What a start may leave to its type's defaults. */
export const startMembers = {
  taskList,
  taskPriority: priority,
  executionStartToCloseTimeout: mostly(fc.constantFrom('3600', ''), fc.constantFrom('0', '2', '40'), 5),
  taskStartToCloseTimeout: taskTimeout,
  childPolicy,
  tagList: fc.constant(['books']),
  lambdaRole: fc.constant('arn:aws:iam::123456789012:role/other'),
  input: fc.constant('two books'),
}

/** `given` always; of `sometimes` any part. */
function drawn(
  decisionType: string,
  given: Readonly<Record<string, fc.Arbitrary<unknown>>> = {},
  sometimes: Readonly<Record<string, fc.Arbitrary<unknown>>> = {},
): fc.Arbitrary<DrawnDecision> {
  return fc
    .record({ ...given, ...sometimes }, { requiredKeys: Object.keys(given), noNullPrototype: true })
    .map((attributes) => ({ decision: { decisionType, [attributesMember(decisionType)]: attributes }, isMalformed: false }))
}

const workflowId = mostly(fc.constantFrom(...workflowIds), fc.constant('nobody'), 10)
const someRunId = mostly(fc.constant(''), fc.constant('0'.repeat(32)), 4)
const activityId = mostly(fc.constantFrom(...activityIds), fc.constant('never'), 10)

const scheduleActivity = drawn(
  'ScheduleActivityTask',
  { activityId, activityType },
  {
    taskList,
    taskPriority: priority,
    scheduleToStartTimeout: taskTimeout,
    scheduleToCloseTimeout: taskTimeout,
    startToCloseTimeout: taskTimeout,
    heartbeatTimeout: taskTimeout,
    input: fc.constant('two books'),
  },
)

const startChild = drawn(
  'StartChildWorkflowExecution',
  { workflowId: fc.constantFrom(...workflowIds), workflowType },
  startMembers,
)

const going: readonly fc.Arbitrary<DrawnDecision>[] = [
  scheduleActivity,
  drawn('RequestCancelActivityTask', { activityId }),
  drawn('StartTimer', {
    timerId: fc.constantFrom(...timerIds),
    startToFireTimeout: mostly(fc.constant('100'), fc.constantFrom('0', '1', '5'), 2),
  }),
  drawn('CancelTimer', { timerId: mostly(fc.constantFrom(...timerIds), fc.constant('a/b'), 10) }),
  drawn('RecordMarker', { markerName: fc.constantFrom('m0', 'm1') }, { details: fc.constant('half') }),
  startChild,
  drawn('SignalExternalWorkflowExecution', { workflowId, signalName: fc.constant('news') }, { runId: someRunId }),
  drawn('RequestCancelExternalWorkflowExecution', { workflowId }, { runId: someRunId }),
  drawn(
    'ScheduleLambdaFunction',
    { id: fc.constantFrom(...lambdaIds), name: mostly(fc.constant('slow'), fc.constantFrom(...functionNames), 2) },
    {
      startToCloseTimeout: fc.constantFrom('1', '900'),
      input: mostly(fc.constantFrom('1', '"text"'), fc.constant('no JSON'), 5),
    },
  ),
]

const closing: readonly fc.Arbitrary<DrawnDecision>[] = [
  drawn('CompleteWorkflowExecution', {}, { result: fc.constant('done') }),
  drawn('FailWorkflowExecution', {}, { reason: fc.constant('sold out'), details: fc.constant('no books') }),
  drawn('CancelWorkflowExecution', {}, { details: fc.constant('as asked') }),
  drawn('ContinueAsNewWorkflowExecution', {}, { ...startMembers, workflowTypeVersion: fc.constantFrom('1', '', '9') }),
]

const malformed: fc.Arbitrary<DrawnDecision> = fc
  .constantFrom<SentDecision[]>(
    { decisionType: 'Dance' },
    { decisionType: 'StartTimer' },
    { decisionType: 'StartTimer', startTimerDecisionAttributes: { timerId: 't0', startToFireTimeout: 'soon' } },
    { decisionType: 'StartTimer', startTimerDecisionAttributes: { timerId: 'a/b', startToFireTimeout: '1' } },
    { decisionType: 'RecordMarker', recordMarkerDecisionAttributes: { markerName: 'm'.repeat(257) } },
    { decisionType: 'ScheduleActivityTask', scheduleActivityTaskDecisionAttributes: { activityId: 'a0' } },
    { decisionType: 'ScheduleLambdaFunction', scheduleLambdaFunctionDecisionAttributes: { id: 'f0', name: '' } },
  )
  .map((decision) => ({ decision, isMalformed: true }))

/** A closing decision in the middle makes the batch a bad one. */
const decision = mostly(fc.oneof(scheduleActivity, startChild, ...going), fc.oneof(malformed, ...closing), 40)

/** One in five closes the execution. */
export const batch: fc.Arbitrary<readonly DrawnDecision[]> = fc
  .tuple(
    fc.array(decision, { maxLength: 5, size: 'max' }),
    mostly(
      fc.constant([]),
      fc.oneof(...closing).map((last) => [last]),
      5,
    ),
  )
  .map(([decisions, last]) => [...decisions, ...last])
