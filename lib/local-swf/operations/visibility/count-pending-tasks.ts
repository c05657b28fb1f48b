import { required, structure } from '../../validation/shape.js'
import * as shapes from '../../validation/shapes.js'
import { operation } from '../operation.js'

const request = structure({ domain: required(shapes.name), taskList: required(shapes.taskList) })

export const countPendingActivityTasks = operation(request, ({ domain, taskList }, { swf }) => ({
  count: swf.domain(domain).activityTasks.count(taskList.name),
  truncated: false,
}))

export const countPendingDecisionTasks = operation(request, ({ domain, taskList }, { swf }) => ({
  count: swf.domain(domain).decisionTasks.count(taskList.name),
  truncated: false,
}))
