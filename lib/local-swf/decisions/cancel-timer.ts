import { required, structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { decision } from './decision.js'

export const cancelTimer = decision(
  structure({ timerId: required(shapes.name) }),
  ({ timerId }, execution, { decisionTaskCompletedEventId }) => {
    const timer = execution.timers.get(timerId)
    if (timer) return timer.cancel(decisionTaskCompletedEventId)
    execution.record('CancelTimerFailed', { timerId, cause: 'TIMER_ID_UNKNOWN', decisionTaskCompletedEventId })
    execution.wakeDecider()
  },
)
