import { optional, required, structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { decision } from './decision.js'
import { reachExternal } from './external-decisions.js'

const attributes = structure({
  workflowId: required(shapes.name),
  runId: optional(shapes.optionalRunId),
  control: optional(shapes.data),
})

export const requestCancelExternalWorkflowExecution = decision({
  type: 'RequestCancelExternalWorkflowExecution',
  rateExceeded: 'REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED',
  attributes,
  apply(wanted, execution, { decisionTaskCompletedEventId }) {
    const { workflowId, runId, control } = wanted
    const initiated = { workflowId, runId, control, decisionTaskCompletedEventId }
    const initiatedEventId = execution.record('RequestCancelExternalWorkflowExecutionInitiated', initiated)
    const failure = { workflowId, runId, control, initiatedEventId, decisionTaskCompletedEventId }
    reachExternal(execution, wanted, {
      initiatedEventId,
      act: (target, sender) => target.requestCancel(sender),
      reached: ({ name }) =>
        execution.record('ExternalWorkflowExecutionCancelRequested', { workflowExecution: name, initiatedEventId }),
      failed: () =>
        execution.record('RequestCancelExternalWorkflowExecutionFailed', {
          ...failure,
          cause: 'UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION',
        }),
    })
    return undefined
  },
  failed: (execution, failure, { workflowId, runId, control }) =>
    execution.record('RequestCancelExternalWorkflowExecutionFailed', {
      ...failure,
      workflowId,
      runId,
      control,
      initiatedEventId: 0,
    }),
})
