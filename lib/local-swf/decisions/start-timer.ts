import { WorkflowTimer } from '../model/workflow-timer.js'
import { optional, required, structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { decision } from './decision.js'

/** Documented. */
const OPEN_TIMERS_LIMIT = 1000

const attributes = structure({
  timerId: required(shapes.newName),
  control: optional(shapes.data),
  startToFireTimeout: required(shapes.duration),
})

export const startTimer = decision(attributes, (timer, execution, { decisionTaskCompletedEventId }) => {
  const { timerId, control, startToFireTimeout } = timer
  const { timers } = execution
  const cause = timers.has(timerId)
    ? 'TIMER_ID_ALREADY_IN_USE'
    : timers.size >= OPEN_TIMERS_LIMIT
      ? 'OPEN_TIMERS_LIMIT_EXCEEDED'
      : undefined
  if (cause) {
    execution.record('StartTimerFailed', { timerId, cause, decisionTaskCompletedEventId })
    return execution.wakeDecider()
  }
  timers.set(timerId, new WorkflowTimer(execution, { timerId, control, startToFireTimeout }, decisionTaskCompletedEventId))
})
