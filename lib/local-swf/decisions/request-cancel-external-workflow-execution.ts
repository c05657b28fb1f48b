import { optional, required, structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { decision } from './decision.js'
import { findExternal } from './external-execution.js'

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
    execution.turns.afterBatch(() => {
      const target = findExternal(execution, wanted)
      if (target) {
        target.requestCancel({ execution: execution.name, initiatedEventId })
        execution.record('ExternalWorkflowExecutionCancelRequested', { workflowExecution: target.name, initiatedEventId })
      } else {
        const cause = 'UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION'
        const failure = { cause, workflowId, runId, control, initiatedEventId, decisionTaskCompletedEventId } as const
        execution.record('RequestCancelExternalWorkflowExecutionFailed', failure)
      }
      execution.wakeDecider()
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
