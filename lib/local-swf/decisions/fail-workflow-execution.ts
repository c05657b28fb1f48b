import { optional, structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { closingDecision } from './decision.js'

const attributes = structure({ reason: optional(shapes.reason), details: optional(shapes.data) })

export const failWorkflowExecution = closingDecision(attributes, ({ reason, details }, execution, context) => {
  const { decisionTaskCompletedEventId, hasUnhandledEvents } = context
  if (hasUnhandledEvents) {
    const cause = 'UNHANDLED_DECISION'
    execution.record('FailWorkflowExecutionFailed', { cause, decisionTaskCompletedEventId })
    return execution.wakeDecider()
  }
  execution.record('WorkflowExecutionFailed', { reason, details, decisionTaskCompletedEventId })
  execution.close('FAILED')
})
