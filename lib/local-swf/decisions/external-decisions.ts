import type { Execution } from '../model/execution/execution.js'
import type { Sender } from '../model/execution/terminate.js'
import { optional, required, structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { decision, type DecisionContext } from './decision.js'

const externalMembers = {
  workflowId: required(shapes.name),
  runId: optional(shapes.optionalRunId),
  control: optional(shapes.data),
}

const signalAttributes = structure({ ...externalMembers, signalName: required(shapes.name), input: optional(shapes.data) })

export const signalExternalWorkflowExecution = decision({
  attributes: signalAttributes,
  rateExceeded: 'SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED',
  apply(wanted, execution, context) {
    const { workflowId, runId, signalName, input, control } = wanted
    const { decisionTaskCompletedEventId } = context
    const initiated = { workflowId, runId, signalName, input, control, decisionTaskCompletedEventId }
    const initiatedEventId = execution.record('SignalExternalWorkflowExecutionInitiated', initiated)
    const failure = { workflowId, runId, control, initiatedEventId, decisionTaskCompletedEventId }
    reachExternal(execution, wanted, context, {
      initiatedEventId,
      act: (target, sender) => target.signal({ signalName, input }, sender),
      recordReached: ({ name }) =>
        execution.record('ExternalWorkflowExecutionSignaled', { workflowExecution: name, initiatedEventId }),
      recordUnknown: () =>
        execution.record('SignalExternalWorkflowExecutionFailed', { ...failure, cause: 'UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION' }),
    })
    return undefined
  },
  recordFailure: (execution, failure, { workflowId, runId, control }) =>
    execution.record('SignalExternalWorkflowExecutionFailed', { ...failure, workflowId, runId, control, initiatedEventId: 0 }),
})

const requestCancelAttributes = structure(externalMembers)

export const requestCancelExternalWorkflowExecution = decision({
  attributes: requestCancelAttributes,
  rateExceeded: 'REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED',
  apply(wanted, execution, context) {
    const { workflowId, runId, control } = wanted
    const { decisionTaskCompletedEventId } = context
    const initiated = { workflowId, runId, control, decisionTaskCompletedEventId }
    const initiatedEventId = execution.record('RequestCancelExternalWorkflowExecutionInitiated', initiated)
    reachExternal(execution, wanted, context, {
      initiatedEventId,
      act: (target, sender) => target.requestCancel(sender),
      recordReached: ({ name }) =>
        execution.record('ExternalWorkflowExecutionCancelRequested', { workflowExecution: name, initiatedEventId }),
      recordUnknown: () =>
        execution.record('RequestCancelExternalWorkflowExecutionFailed', {
          ...initiated,
          initiatedEventId,
          cause: 'UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION',
        }),
    })
    return undefined
  },
  recordFailure: (execution, failure, { workflowId, runId, control }) =>
    execution.record('RequestCancelExternalWorkflowExecutionFailed', {
      ...failure,
      workflowId,
      runId,
      control,
      initiatedEventId: 0,
    }),
})

interface ExternalName {
  readonly workflowId: string
  readonly runId: string | undefined
}

interface Reach {
  readonly initiatedEventId: number
  readonly act: (target: Execution, sender: Sender) => void
  /** Writes the event that says that the other execution was reached. */
  readonly recordReached: (target: Execution) => void
  /** Writes the event that says that there is no such execution. */
  readonly recordUnknown: () => void
}

/** Acts on another execution once the whole batch is applied, and then writes how it went into the history of this one. */
function reachExternal(
  execution: Execution,
  { workflowId, runId }: ExternalName,
  { swf }: DecisionContext,
  { initiatedEventId, act, recordReached, recordUnknown }: Reach,
): void {
  execution.turns.afterBatch(() => {
    // An external execution is an open one of the same domain: the run that is given, or else whichever run is open now.
    const open = swf.executionsOf(execution.domain).findOpen(workflowId)
    const target = !runId || open?.runId === runId ? open : undefined
    if (target) {
      act(target, { execution: execution.name, initiatedEventId })
      recordReached(target)
    } else {
      recordUnknown()
    }
    execution.wakeDecider()
  })
}
