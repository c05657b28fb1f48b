import { required, structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { decision } from './decision.js'

export const cancelTimer = decision({
  type: 'CancelTimer',
  attributes: structure({ timerId: required(shapes.name) }),
  apply({ timerId }, execution, { decisionTaskCompletedEventId }) {
    const timer = execution.timers.get(timerId)
    if (!timer) return 'TIMER_ID_UNKNOWN'
    timer.cancel(decisionTaskCompletedEventId)
    return undefined
  },
  failed: (execution, failure, { timerId }) => execution.record('CancelTimerFailed', { ...failure, timerId }),
})
