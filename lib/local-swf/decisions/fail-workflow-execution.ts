import { optional, structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { closingDecision } from './decision.js'

export const failWorkflowExecution = closingDecision({
  type: 'FailWorkflowExecution',
  attributes: structure({ reason: optional(shapes.reason), details: optional(shapes.data) }),
  apply({ reason, details }, execution, { decisionTaskCompletedEventId }) {
    execution.record('WorkflowExecutionFailed', { reason, details, decisionTaskCompletedEventId })
    execution.close({ status: 'FAILED', reason, details })
    return undefined
  },
  failed: (execution, failure) => execution.record('FailWorkflowExecutionFailed', failure),
})
