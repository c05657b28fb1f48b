import type { Decision } from '../decisions/decision.js'
import { decisions, decisionTypes } from '../decisions/table.js'
import { notImplemented, validationFault } from '../faults.js'
import { startedDecision } from '../model/task-tokens.js'
import { oneOf } from '../validation/scalars.js'
import { isObject, list, optional, required, structure, type Shape } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { operation } from './operation.js'

const typedDecision = structure({ decisionType: required(oneOf(decisionTypes)) })

/** A decision, with its attributes under a member named after its type. Left out, they count as empty (reported). */
const decision: Shape<Decision> = (value, path, problems) => {
  const { decisionType } = typedDecision(value, path, problems)
  // The value may be any text here: what is no decision type is among the problems already.
  if (!isObject(value) || !decisionTypes.includes(decisionType)) return nothing
  const read = decisions[decisionType]
  if (!read) throw notImplemented(`the decision ${decisionType}`)
  const member = `${decisionType.charAt(0).toLowerCase()}${decisionType.slice(1)}DecisionAttributes`
  return read(value[member] ?? {}, `${path}.${member}`, problems)
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
  const { taskToken, decisions: batch = [], executionContext } = answer
  const task = startedDecision(swf, taskToken)
  if (batch.slice(0, -1).some(({ closes }) => closes)) throw validationFault('Close must be last decision in list')
  if (answer.taskList) throw notImplemented('the member taskList of RespondDecisionTaskCompleted')
  if (answer.taskListScheduleToStartTimeout) {
    throw notImplemented('the member taskListScheduleToStartTimeout of RespondDecisionTaskCompleted')
  }
  const { execution } = task
  execution.completeDecision(task, executionContext, (context) => {
    for (const applied of batch) applied.apply(execution, context)
  })
})
