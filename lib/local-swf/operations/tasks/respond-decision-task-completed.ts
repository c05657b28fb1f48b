import type { Decision } from '../../decisions/decision.js'
import { decisionTypes, findDecision } from '../../decisions/table.js'
import { validationFault } from '../../answers/faults.js'
import { findStartedDecision } from '../tokens/task-token.js'
import { oneOf } from '../../validation/scalars.js'
import { list, optional, required, structure, type Shape } from '../../validation/shape.js'
import * as shapes from '../../validation/shapes.js'
import { isPlainObject } from '../../values/is-plain-object.js'
import { operation } from '../operation.js'

const typedDecision = structure({ decisionType: required(oneOf(decisionTypes)) })

/** A decision has its attributes in a member that is named after its type. Attributes that are left out count as empty (reported). */
const decision: Shape<Decision> = (value, path, problems) => {
  const { decisionType } = typedDecision(value, path, problems)
  const read = findDecision(decisionType)
  // A text that is not a decision type is among the problems already.
  if (!read || !isPlainObject(value)) return noDecision
  const member = `${decisionType.charAt(0).toLowerCase()}${decisionType.slice(1)}DecisionAttributes`
  return read(value[member] ?? {}, `${path}.${member}`, problems)
}

const noDecision: Decision = { closes: false, apply: () => {} }

const request = structure({
  taskToken: required(shapes.token),
  decisions: optional(list(decision)),
  executionContext: optional(shapes.data),
  taskList: optional(shapes.taskList),
  taskListScheduleToStartTimeout: optional(shapes.optionalDuration),
})

/** One wrong decision makes SWF refuse the whole batch. The token is then still good for another answer (reported). */
export const respondDecisionTaskCompleted = operation(request, (answer, { swf }) => {
  const { taskToken, decisions: batch = [], executionContext, taskList, taskListScheduleToStartTimeout } = answer
  const { execution, task } = findStartedDecision(swf, taskToken)
  if (batch.slice(0, -1).some(({ closes }) => closes)) throw validationFault('Close must be last decision in list')
  execution.turns.complete(task, {
    decisions: batch.map((each) => (context) => each.apply(execution, { ...context, swf })),
    executionContext,
    taskList: taskList?.name,
    taskListScheduleToStartTimeout,
  })
})
