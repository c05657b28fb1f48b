import { required, structure } from '../validation/shape.js'
import { name, taskList } from '../validation/shapes.js'
import { operation } from './operation.js'

const request = structure({ domain: required(name), taskList: required(taskList) })

export const countPendingActivityTasks = operation(request, ({ domain, taskList: { name: list } }, { swf }) => ({
  count: swf.domain(domain).activityTasks.count(list),
  truncated: false,
}))
