import { CannedServer, fault, hang, ok } from '../support/canned-server.js'

/** An SWF that knows no type, registers any, has no tasks, and takes every answer: what a test says otherwise goes before. */
export async function cannedSwf(): Promise<CannedServer> {
  const server = await CannedServer.start()
  for (const operation of ['DescribeWorkflowType', 'DescribeActivityType']) {
    server.answer(operation, fault('UnknownResourceFault', 'Unknown type: t'))
  }
  for (const operation of ['RegisterDomain', 'RegisterWorkflowType', 'RegisterActivityType']) server.answer(operation, ok())
  for (const operation of ['PollForDecisionTask', 'PollForActivityTask']) server.answer(operation, hang)
  for (const operation of ['RespondActivityTaskCompleted', 'RespondActivityTaskFailed', 'RespondDecisionTaskCompleted']) {
    server.answer(operation, ok())
  }
  return server
}
