import { required, structure } from '../validation/shape.js'
import { name, taskList } from '../validation/shapes.js'
import { operation } from './operation.js'

const request = structure({ domain: required(name), taskList: required(taskList) })

export const countPendingDecisionTasks = operation(request, ({ domain, taskList: { name: list } }, { swf }) => ({
  count: swf.domain(domain).decisionTasks.count(list),
  truncated: false,
}))
