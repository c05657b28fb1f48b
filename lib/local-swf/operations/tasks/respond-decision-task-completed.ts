import { decisionTypes } from '../../decisions/decision-types.js'
import { decisions } from '../../decisions/table.js'
import { validationFault } from '../../answers/faults.js'
import type { Decision } from '../../model/execution/decider-turns.js'
import { startedDecision } from '../tokens/task-token.js'
import { oneOf } from '../../validation/scalars.js'
import { isObject, list, optional, required, structure, type Shape } from '../../validation/shape.js'
import * as shapes from '../../validation/shapes.js'
import { operation } from '../operation.js'

const typedDecision = structure({ decisionType: required(oneOf(decisionTypes)) })

/** A decision, with its attributes under a member named after its type. Left out, they count as empty (reported). */
const decision: Shape<Decision> = (value, path, problems) => {
  const { decisionType } = typedDecision(value, path, problems)
  // The value may be any text here: what is no decision type is among the problems already.
  if (!isObject(value) || !decisionTypes.includes(decisionType)) return nothing
  const member = `${decisionType.charAt(0).toLowerCase()}${decisionType.slice(1)}DecisionAttributes`
  return decisions[decisionType](value[member] ?? {}, `${path}.${member}`, problems)
}

const nothing: Decision = { closes: false, apply: () => {} }

const request = structure({
  taskToken: required(shapes.token),
  decisions: optional(list(decision)),
  executionContext: optional(shapes.data),
  taskList: optional(shapes.taskList),
  taskListScheduleToStartTimeout: optional(shapes.optionalDuration),
})

/** A bad decision rejects the whole batch; the token stays good for another answer (reported). */
export const respondDecisionTaskCompleted = operation(request, (answer, { swf }) => {
  const { taskToken, decisions: batch = [], executionContext, taskList, taskListScheduleToStartTimeout } = answer
  const task = startedDecision(swf, taskToken)
  if (batch.slice(0, -1).some(({ closes }) => closes)) throw validationFault('Close must be last decision in list')
  task.execution.turns.complete(task, {
    decisions: batch,
    executionContext,
    taskList: taskList?.name,
    taskListScheduleToStartTimeout,
  })
})
