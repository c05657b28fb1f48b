import { OPEN_TIMERS_LIMIT } from '../model/limits.js'
import { WorkflowTimer } from '../model/tasks/workflow-timer.js'
import { optional, required, structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { decision } from './decision.js'

const attributes = structure({
  timerId: required(shapes.newName),
  control: optional(shapes.data),
  startToFireTimeout: required(shapes.duration),
})

export const startTimer = decision({
  type: 'StartTimer',
  rateExceeded: 'TIMER_CREATION_RATE_EXCEEDED',
  attributes,
  apply(timer, execution, { decisionTaskCompletedEventId }) {
    const { timers } = execution
    if (timers.has(timer.timerId)) return 'TIMER_ID_ALREADY_IN_USE'
    if (timers.size >= OPEN_TIMERS_LIMIT) return 'OPEN_TIMERS_LIMIT_EXCEEDED'
    const started = new WorkflowTimer(execution, timer, decisionTaskCompletedEventId)
    if (execution.isOpen) timers.set(timer.timerId, started)
    return undefined
  },
  failed: (execution, failure, { timerId }) => execution.record('StartTimerFailed', { ...failure, timerId }),
})
