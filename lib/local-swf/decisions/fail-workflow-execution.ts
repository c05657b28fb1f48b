import { optional, structure } from '../validation/shape.js'
import { data, reason } from '../validation/shapes.js'
import { closingDecision } from './decision.js'

const attributes = structure({ reason: optional(reason), details: optional(data) })

export const failWorkflowExecution = closingDecision(attributes, (failure, execution, context) => {
  const { decisionTaskCompletedEventId, hasUnhandledEvents } = context
  if (hasUnhandledEvents) {
    const cause = 'UNHANDLED_DECISION'
    execution.record('FailWorkflowExecutionFailed', { cause, decisionTaskCompletedEventId })
    return execution.wakeDecider()
  }
  const { reason: why, details } = failure
  execution.record('WorkflowExecutionFailed', { reason: why, details, decisionTaskCompletedEventId })
  execution.close('FAILED')
})
