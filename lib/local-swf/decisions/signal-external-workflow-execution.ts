import { optional, required, structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { decision } from './decision.js'
import { reachExternal } from './external-decisions.js'

const attributes = structure({
  workflowId: required(shapes.name),
  runId: optional(shapes.optionalRunId),
  signalName: required(shapes.name),
  input: optional(shapes.data),
  control: optional(shapes.data),
})

export const signalExternalWorkflowExecution = decision({
  type: 'SignalExternalWorkflowExecution',
  rateExceeded: 'SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED',
  attributes,
  apply(wanted, execution, { decisionTaskCompletedEventId }) {
    const { workflowId, runId, signalName, input, control } = wanted
    const initiated = { workflowId, runId, signalName, input, control, decisionTaskCompletedEventId }
    const initiatedEventId = execution.record('SignalExternalWorkflowExecutionInitiated', initiated)
    const failure = { workflowId, runId, control, initiatedEventId, decisionTaskCompletedEventId }
    reachExternal(execution, wanted, {
      initiatedEventId,
      act: (target, sender) => target.signal({ signalName, input }, sender),
      reached: ({ name }) => execution.record('ExternalWorkflowExecutionSignaled', { workflowExecution: name, initiatedEventId }),
      failed: () =>
        execution.record('SignalExternalWorkflowExecutionFailed', { ...failure, cause: 'UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION' }),
    })
    return undefined
  },
  failed: (execution, failure, { workflowId, runId, control }) =>
    execution.record('SignalExternalWorkflowExecutionFailed', { ...failure, workflowId, runId, control, initiatedEventId: 0 }),
})
