import type { Execution } from '../model/execution/execution.js'
import { LambdaTask, type LambdaProperties } from '../model/tasks/lambda-task.js'
import { OPEN_LAMBDA_FUNCTIONS_LIMIT } from '../model/limits.js'
import { optional, required, structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { decision } from './decision.js'

const attributes = structure({
  id: required(shapes.newName),
  name: required(shapes.functionName),
  control: optional(shapes.data),
  input: optional(shapes.data),
  startToCloseTimeout: optional(shapes.functionDuration),
})

export const scheduleLambdaFunction = decision({
  attributes,
  apply(lambda, execution, { swf, decisionTaskCompletedEventId }) {
    const { lambdas, configuration } = execution
    if (!swf.lambdaFunctions.areAvailable) return 'LAMBDA_SERVICE_NOT_AVAILABLE_IN_REGION'
    if (lambdas.has(lambda.id)) return 'ID_ALREADY_IN_USE'
    if (lambdas.size >= OPEN_LAMBDA_FUNCTIONS_LIMIT) return 'OPEN_LAMBDA_FUNCTIONS_LIMIT_EXCEEDED'
    // The cause and the text are recorded.
    const refusal = configuration.lambdaRole ? undefined : 'No IAM role is attached to the current workflow execution.'
    schedule(lambda, execution, decisionTaskCompletedEventId, refusal)
    return undefined
  },
  recordFailure(execution, { cause, decisionTaskCompletedEventId }, lambda) {
    if (cause === 'OPERATION_NOT_PERMITTED') {
      // ScheduleLambdaFunctionFailed has no such cause: permissions belong to the role (API reference, StartLambdaFunctionFailed).
      return schedule(lambda, execution, decisionTaskCompletedEventId, 'the role may not call the function')
    }
    const { id, name } = lambda
    execution.record('ScheduleLambdaFunctionFailed', { cause, id, name, decisionTaskCompletedEventId })
  },
})

function schedule(properties: LambdaProperties, execution: Execution, decidedBy: number, refusal: string | undefined): void {
  const task = new LambdaTask(execution, properties, decidedBy)
  if (execution.isOpen) execution.lambdas.set(properties.id, task)
  execution.turns.afterBatch(() => task.start(refusal))
}
