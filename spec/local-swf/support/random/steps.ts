import * as fc from 'fast-check'
import { batch, childPolicy, mostly, startMembers, taskList, taskTimeout, workflowType, type DrawnDecision } from './decisions.js'
import { activityTypes, domain, workflowIds, workflowTypes } from './names.js'

interface Start {
  readonly step: 'start'
  readonly body: object
}

interface Poll {
  readonly step: 'poll'
  readonly kind: 'decisionTask' | 'activity'
  readonly taskList: { readonly name: string }
  /** For decision tasks: how the history is paged. */
  readonly paging: {
    readonly maximumPageSize?: number
    readonly reverseOrder?: boolean
    readonly startAtPreviousStartedEvent?: boolean
  }
}

interface Leave {
  readonly step: 'leave'
  readonly which: number
  /** Or else the connection is dead, and nobody knows it yet. */
  readonly isNoticed: boolean
}

/** Which of the tokens that were ever given: mostly one that is still good. */
interface TokenChoice {
  readonly which: number
  readonly isAny: boolean
  /** How it is damaged on its way, if it is. */
  readonly damage: number | undefined
}

interface Decide extends TokenChoice {
  readonly step: 'decide'
  readonly batch: readonly DrawnDecision[]
  readonly next: object
}

interface Answer extends TokenChoice {
  readonly step: 'answer'
  readonly operation: string
}

interface Tell {
  readonly step: 'tell'
  readonly operation: string
  readonly workflowId: string
  readonly run: 'any' | 'open' | 'other'
  readonly childPolicy: string | undefined
}

interface Advance {
  readonly step: 'advance'
  readonly ms: number
}

interface Administer {
  readonly step: 'administer'
  readonly operation: string
  readonly body: object
}

/** Ends a call of the slow function. */
interface Settle {
  readonly step: 'settle'
  readonly which: number
  readonly rejects: boolean
}

/** One thing that somebody does to an SWF. What it means may depend on what is there: a step is drawn without knowing that. */
export type Step = Start | Poll | Leave | Decide | Answer | Tell | Advance | Administer | Settle

const which = fc.nat({ max: 30 })
const tokenChoice = {
  which,
  isAny: mostly(fc.constant(false), fc.constant(true), 10),
  damage: mostly(fc.constant(undefined), fc.nat({ max: 4 }), 20),
}

const start: fc.Arbitrary<Start> = fc.record({
  step: fc.constant('start'),
  body: fc
    .record(
      { workflowId: fc.constantFrom(...workflowIds.slice(0, 4)), workflowType, ...startMembers },
      { requiredKeys: ['workflowId', 'workflowType'], noNullPrototype: true },
    )
    .map((body) => ({ domain, ...body })),
})

const poll: fc.Arbitrary<Poll> = fc.record({
  step: fc.constant('poll'),
  kind: fc.constantFrom('decisionTask', 'activity'),
  taskList,
  paging: fc.record(
    { maximumPageSize: fc.constantFrom(0, 1, 3), reverseOrder: fc.boolean(), startAtPreviousStartedEvent: fc.boolean() },
    { requiredKeys: [], noNullPrototype: true },
  ),
})

const leave: fc.Arbitrary<Leave> = fc.record({ step: fc.constant('leave'), which, isNoticed: fc.boolean() })

const decide: fc.Arbitrary<Decide> = fc.record({
  step: fc.constant('decide'),
  ...tokenChoice,
  batch,
  next: mostly(
    fc.constant({}),
    fc.record(
      { taskList, taskListScheduleToStartTimeout: taskTimeout, executionContext: fc.constant('thinking') },
      { requiredKeys: ['taskList'], noNullPrototype: true },
    ),
    5,
  ),
})

const answer: fc.Arbitrary<Answer> = fc.record({
  step: fc.constant('answer'),
  operation: fc.constantFrom(
    'RespondActivityTaskCompleted',
    'RespondActivityTaskFailed',
    'RespondActivityTaskCanceled',
    'RecordActivityTaskHeartbeat',
  ),
  ...tokenChoice,
})

const tell: fc.Arbitrary<Tell> = fc.record({
  step: fc.constant('tell'),
  operation: fc.oneof(
    { weight: 3, arbitrary: fc.constant('SignalWorkflowExecution') },
    { weight: 2, arbitrary: fc.constant('RequestCancelWorkflowExecution') },
    { weight: 1, arbitrary: fc.constant('TerminateWorkflowExecution') },
  ),
  workflowId: fc.constantFrom(...workflowIds),
  run: fc.constantFrom('any', 'open', 'other'),
  childPolicy: mostly(fc.constant(undefined), childPolicy, 2),
})

const advance: fc.Arbitrary<Advance> = fc.record({
  step: fc.constant('advance'),
  ms: mostly(fc.constantFrom(0, 1, 999, 1000, 5000), fc.constantFrom(30_000, 60_000, 3_600_000), 15),
})

const administer: fc.Arbitrary<Administer> = fc
  .tuple(fc.constantFrom('Deprecate', 'Undeprecate'), fc.constantFrom('WorkflowType', 'ActivityType', 'Domain'))
  .map(([what, kind]): Administer => {
    if (kind === 'Domain') return { step: 'administer', operation: `${what}Domain`, body: { name: domain } }
    const type = kind === 'WorkflowType' ? { workflowType: workflowTypes[3] } : { activityType: activityTypes[2] }
    return { step: 'administer', operation: `${what}${kind}`, body: { domain, ...type } }
  })

const settle: fc.Arbitrary<Settle> = fc.record({ step: fc.constant('settle'), which, rejects: fc.boolean() })

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 40, arbitrary: poll },
  { weight: 40, arbitrary: decide },
  { weight: 12, arbitrary: start },
  { weight: 16, arbitrary: answer },
  { weight: 12, arbitrary: advance },
  { weight: 8, arbitrary: tell },
  { weight: 3, arbitrary: leave },
  { weight: 6, arbitrary: settle },
  { weight: 1, arbitrary: administer },
)

export function steps(maxLength: number): fc.Arbitrary<readonly Step[]> {
  return fc.array(step, { maxLength, size: 'max' })
}
