import { terminate } from '../../model/execution/terminate.js'
import { optional, required, structure } from '../../validation/shape.js'
import * as shapes from '../../validation/shapes.js'
import { operation } from '../operation.js'

/** The members by which an operation names an open execution: the run, or else whichever run of the workflowId is open. */
const openExecutionMembers = {
  domain: required(shapes.name),
  workflowId: required(shapes.name),
  runId: optional(shapes.optionalRunId),
}

const signalRequest = structure({
  ...openExecutionMembers,
  signalName: required(shapes.name),
  input: optional(shapes.data),
})

export const signalWorkflowExecution = operation(signalRequest, (request, { swf }) => {
  const { domain, workflowId, runId, signalName, input } = request
  const execution = swf.executionsIn(domain).getOpen(workflowId, runId)
  swf.quotas.takeOperationOf(execution, 'SignalWorkflowExecution')
  execution.signal({ signalName, input })
})

export const requestCancelWorkflowExecution = operation(structure(openExecutionMembers), (request, { swf }) => {
  const { domain, workflowId, runId } = request
  const execution = swf.executionsIn(domain).getOpen(workflowId, runId)
  swf.quotas.takeOperationOf(execution, 'RequestCancelWorkflowExecution')
  execution.requestCancel()
})

const terminateRequest = structure({
  ...openExecutionMembers,
  reason: optional(shapes.reason),
  details: optional(shapes.data),
  childPolicy: optional(shapes.childPolicy),
})

export const terminateWorkflowExecution = operation(terminateRequest, (request, { swf }) => {
  const { domain, workflowId, runId, reason, details, childPolicy } = request
  const execution = swf.executionsIn(domain).getOpen(workflowId, runId)
  terminate(execution, { reason, details, cause: 'OPERATOR_INITIATED' }, childPolicy)
})
