import { ActivityTask, type ActivityProperties } from '../model/tasks/activity-task.js'
import type { ActivityDefaults } from '../model/domain/type-defaults.js'
import type { ScheduleActivityTaskFailedCause } from '../model/events/activity-events.js'
import type { Execution } from '../model/execution/execution.js'
import { OPEN_ACTIVITIES_LIMIT } from '../model/limits.js'
import { optional, required, structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { decision } from './decision.js'

const attributes = structure({
  activityType: required(shapes.type),
  activityId: required(shapes.newName),
  control: optional(shapes.data),
  input: optional(shapes.data),
  scheduleToCloseTimeout: optional(shapes.optionalDuration),
  taskList: optional(shapes.taskList),
  taskPriority: optional(shapes.taskPriority),
  scheduleToStartTimeout: optional(shapes.optionalDuration),
  startToCloseTimeout: optional(shapes.optionalDuration),
  heartbeatTimeout: optional(shapes.optionalDuration),
})

type Attributes = ReturnType<typeof attributes>

export const scheduleActivityTask = decision({
  rateExceeded: 'ACTIVITY_CREATION_RATE_EXCEEDED',
  attributes,
  apply(schedule, execution, { decisionTaskCompletedEventId }) {
    const properties = configure(schedule, execution)
    if (typeof properties === 'string') return properties
    execution.addActivity(new ActivityTask(execution, properties, decisionTaskCompletedEventId))
    return undefined
  },
  recordFailure: (execution, failure, { activityType, activityId }) =>
    execution.record('ScheduleActivityTaskFailed', { ...failure, activityType, activityId }),
})

export const requestCancelActivityTask = decision({
  attributes: structure({ activityId: required(shapes.name) }),
  apply({ activityId }, execution, { decisionTaskCompletedEventId }) {
    const activity = execution.activities.find(activityId)
    if (!activity) return 'ACTIVITY_ID_UNKNOWN'
    activity.requestCancel(decisionTaskCompletedEventId)
    return undefined
  },
  recordFailure: (execution, failure, { activityId }) =>
    execution.record('RequestCancelActivityTaskFailed', { ...failure, activityId }),
})

/** SWF names the first of these, in this order, that has neither a value nor a default (reported). */
const undefinedCauses = [
  ['taskList', 'DEFAULT_TASK_LIST_UNDEFINED'],
  ['scheduleToStartTimeout', 'DEFAULT_SCHEDULE_TO_START_TIMEOUT_UNDEFINED'],
  ['scheduleToCloseTimeout', 'DEFAULT_SCHEDULE_TO_CLOSE_TIMEOUT_UNDEFINED'],
  ['startToCloseTimeout', 'DEFAULT_START_TO_CLOSE_TIMEOUT_UNDEFINED'],
  ['heartbeatTimeout', 'DEFAULT_HEARTBEAT_TIMEOUT_UNDEFINED'],
] as const

/** Fills in the defaults of the activity's type, or returns the cause for which the activity cannot be scheduled. */
function configure(schedule: Attributes, execution: Execution): ActivityProperties | ScheduleActivityTaskFailedCause {
  const { activityType, activityId, input, control } = schedule
  const registered = execution.domain.activityTypes.find(activityType)
  if (!registered) return 'ACTIVITY_TYPE_DOES_NOT_EXIST'
  if (registered.deprecatedAtMs !== undefined) return 'ACTIVITY_TYPE_DEPRECATED'
  if (execution.activities.find(activityId)) return 'ACTIVITY_ID_ALREADY_IN_USE'
  if (execution.activities.size >= OPEN_ACTIVITIES_LIMIT) return 'OPEN_ACTIVITIES_LIMIT_EXCEEDED'
  const { defaults } = registered
  const given: ActivityDefaults = { ...schedule, taskList: schedule.taskList?.name }
  const resolve = (member: keyof ActivityDefaults): string => given[member] || defaults[member] || ''
  for (const [member, cause] of undefinedCauses) if (!resolve(member)) return cause
  return {
    activityType,
    activityId,
    input,
    control,
    taskList: resolve('taskList'),
    taskPriority: resolve('taskPriority') || undefined,
    scheduleToStartTimeout: resolve('scheduleToStartTimeout'),
    scheduleToCloseTimeout: resolve('scheduleToCloseTimeout'),
    startToCloseTimeout: resolve('startToCloseTimeout'),
    heartbeatTimeout: resolve('heartbeatTimeout'),
  }
}
