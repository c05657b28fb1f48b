import { OPEN_TIMERS_LIMIT } from '../model/limits.js'
import { WorkflowTimer } from '../model/tasks/workflow-timer.js'
import { optional, required, structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { decision } from './decision.js'

const timerAttributes = structure({
  timerId: required(shapes.newName),
  control: optional(shapes.data),
  startToFireTimeout: required(shapes.duration),
})

export const startTimer = decision({
  attributes: timerAttributes,
  rateExceeded: 'TIMER_CREATION_RATE_EXCEEDED',
  apply(timer, execution, { decisionTaskCompletedEventId }) {
    const { timers } = execution
    if (timers.has(timer.timerId)) return 'TIMER_ID_ALREADY_IN_USE'
    if (timers.size >= OPEN_TIMERS_LIMIT) return 'OPEN_TIMERS_LIMIT_EXCEEDED'
    const started = new WorkflowTimer(execution, timer, decisionTaskCompletedEventId)
    if (execution.isOpen) timers.set(timer.timerId, started)
    return undefined
  },
  recordFailure: (execution, failure, { timerId }) => execution.record('StartTimerFailed', { ...failure, timerId }),
})

export const cancelTimer = decision({
  attributes: structure({ timerId: required(shapes.name) }),
  apply({ timerId }, execution, { decisionTaskCompletedEventId }) {
    const timer = execution.timers.get(timerId)
    if (!timer) return 'TIMER_ID_UNKNOWN'
    timer.cancel(decisionTaskCompletedEventId)
    return undefined
  },
  recordFailure: (execution, failure, { timerId }) => execution.record('CancelTimerFailed', { ...failure, timerId }),
})
