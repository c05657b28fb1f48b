import { optional, required, structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { decision } from './decision.js'
import { findExternal } from './external-execution.js'

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
    execution.turns.afterBatch(() => {
      const target = findExternal(execution, wanted)
      if (target) {
        target.signal({ signalName, input }, { execution: execution.name, initiatedEventId })
        execution.record('ExternalWorkflowExecutionSignaled', { workflowExecution: target.name, initiatedEventId })
      } else {
        const cause = 'UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION'
        const failure = { cause, workflowId, runId, control, initiatedEventId, decisionTaskCompletedEventId } as const
        execution.record('SignalExternalWorkflowExecutionFailed', failure)
      }
      execution.wakeDecider()
    })
    return undefined
  },
  failed: (execution, failure, { workflowId, runId, control }) =>
    execution.record('SignalExternalWorkflowExecutionFailed', { ...failure, workflowId, runId, control, initiatedEventId: 0 }),
})
