import { optional, required, structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { operation } from './operation.js'

const request = structure({
  domain: required(shapes.name),
  workflowId: required(shapes.name),
  runId: optional(shapes.optionalRunId),
  signalName: required(shapes.name),
  input: optional(shapes.data),
})

export const signalWorkflowExecution = operation(request, (wanted, { swf }) => {
  const { signalName, input } = wanted
  swf.domain(wanted.domain).getOpen(wanted.workflowId, wanted.runId).signal({ signalName, input })
})
