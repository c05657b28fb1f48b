import { CannedServer, hang, ok } from '../support/canned-server.js'

/** An SWF that knows every type, has no tasks, and takes every answer: what a test says otherwise goes before. */
export async function cannedSwf(): Promise<CannedServer> {
  const server = await CannedServer.start()
  for (const operation of ['RegisterDomain', 'RegisterWorkflowType', 'RegisterActivityType']) server.answer(operation, ok())
  for (const operation of ['PollForDecisionTask', 'PollForActivityTask']) server.answer(operation, hang)
  for (const operation of ['RespondActivityTaskCompleted', 'RespondActivityTaskFailed', 'RespondDecisionTaskCompleted']) {
    server.answer(operation, ok())
  }
  return server
}
