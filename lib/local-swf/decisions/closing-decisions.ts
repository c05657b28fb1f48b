import { optional, structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { decision } from './decision.js'

export const completeWorkflowExecution = decision({
  attributes: structure({ result: optional(shapes.data) }),
  unhandled: 'UNHANDLED_DECISION',
  apply({ result }, execution, { decisionTaskCompletedEventId }) {
    execution.record('WorkflowExecutionCompleted', { result, decisionTaskCompletedEventId })
    execution.closeByDecision({ status: 'COMPLETED', result })
    return undefined
  },
  recordFailure: (execution, failure) => execution.record('CompleteWorkflowExecutionFailed', failure),
})

export const failWorkflowExecution = decision({
  attributes: structure({ reason: optional(shapes.reason), details: optional(shapes.data) }),
  unhandled: 'UNHANDLED_DECISION',
  apply({ reason, details }, execution, { decisionTaskCompletedEventId }) {
    execution.record('WorkflowExecutionFailed', { reason, details, decisionTaskCompletedEventId })
    execution.closeByDecision({ status: 'FAILED', reason, details })
    return undefined
  },
  recordFailure: (execution, failure) => execution.record('FailWorkflowExecutionFailed', failure),
})

/** A decider may cancel its execution whether or not anybody requested it: it is the decider's own decision. */
export const cancelWorkflowExecution = decision({
  attributes: structure({ details: optional(shapes.data) }),
  unhandled: 'UNHANDLED_DECISION',
  apply({ details }, execution, { decisionTaskCompletedEventId }) {
    execution.record('WorkflowExecutionCanceled', { details, decisionTaskCompletedEventId })
    execution.closeByDecision({ status: 'CANCELED', details })
    return undefined
  },
  recordFailure: (execution, failure) => execution.record('CancelWorkflowExecutionFailed', failure),
})
