import { required, structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { decision } from './decision.js'

export const requestCancelActivityTask = decision({
  type: 'RequestCancelActivityTask',
  attributes: structure({ activityId: required(shapes.name) }),
  apply({ activityId }, execution, { decisionTaskCompletedEventId }) {
    const activity = execution.activities.named(activityId)
    if (!activity) return 'ACTIVITY_ID_UNKNOWN'
    activity.requestCancel(decisionTaskCompletedEventId)
    return undefined
  },
  failed: (execution, failure, { activityId }) => execution.record('RequestCancelActivityTaskFailed', { ...failure, activityId }),
})
