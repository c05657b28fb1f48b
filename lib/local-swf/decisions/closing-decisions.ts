import { optional, structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { closingDecision } from './decision.js'

export const completeWorkflowExecution = closingDecision({
  type: 'CompleteWorkflowExecution',
  attributes: structure({ result: optional(shapes.data) }),
  apply({ result }, execution, { decisionTaskCompletedEventId }) {
    execution.record('WorkflowExecutionCompleted', { result, decisionTaskCompletedEventId })
    execution.close({ status: 'COMPLETED', result })
    return undefined
  },
  failed: (execution, failure) => execution.record('CompleteWorkflowExecutionFailed', failure),
})
