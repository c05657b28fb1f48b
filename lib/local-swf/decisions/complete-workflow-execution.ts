import { optional, structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { closingDecision } from './decision.js'

const attributes = structure({ result: optional(shapes.data) })

export const completeWorkflowExecution = closingDecision(attributes, ({ result }, execution, context) => {
  const { decisionTaskCompletedEventId, hasUnhandledEvents } = context
  if (hasUnhandledEvents) {
    const cause = 'UNHANDLED_DECISION'
    execution.record('CompleteWorkflowExecutionFailed', { cause, decisionTaskCompletedEventId })
    return execution.wakeDecider()
  }
  execution.record('WorkflowExecutionCompleted', { result, decisionTaskCompletedEventId })
  execution.close('COMPLETED')
})
