import { optional, structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { closingDecision } from './decision.js'

/** Whether anybody asked for it does not matter: it is the decider's own decision. */
export const cancelWorkflowExecution = closingDecision({
  type: 'CancelWorkflowExecution',
  attributes: structure({ details: optional(shapes.data) }),
  apply({ details }, execution, { decisionTaskCompletedEventId }) {
    execution.record('WorkflowExecutionCanceled', { details, decisionTaskCompletedEventId })
    execution.close({ status: 'CANCELED', details })
    return undefined
  },
  failed: (execution, failure) => execution.record('CancelWorkflowExecutionFailed', failure),
})
