import { SWF } from '@aws-sdk/client-swf'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { LocalSwf, ManualClock } from '../../lib/local-swf/index.js'
import { createClients } from '../../lib/swf/clients/create-clients.js'
import { classifyFault } from '../../lib/swf/faults/classify-fault.js'
import { findExecution } from '../../lib/thread/find-execution.js'
import { CannedServer, endless, ok } from '../support/canned-server.js'

const domain = 'FlowDefault'
const cleanUps: Array<() => unknown> = []
let sought: { readonly domain: string; readonly workflowId: string; readonly input: string }

beforeEach(() => {
  sought = { domain, workflowId: 'id', input: 'ours' }
})
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

test.each([10, -10, 3 * 24 * 60, -3 * 24 * 60])(
  'an execution is found though the clock of SWF is %i minutes ahead of the one here',
  async (minutes) => {
    const swf = await LocalSwf.start({ domains: [domain], clock: new ManualClock(Date.now() + minutes * 60_000) })
    const client = new SWF(swf.clientOptions)
    cleanUps.push(
      () => swf.stop(),
      () => client.destroy(),
    )
    const type = { name: 't', version: '1', defaultTaskList: { name: 'l' }, defaultChildPolicy: 'TERMINATE' as const }
    const timeouts = { defaultTaskStartToCloseTimeout: 'NONE', defaultExecutionStartToCloseTimeout: '60' }
    await client.registerWorkflowType({ domain, ...type, ...timeouts })
    const { runId } = await client.startWorkflowExecution({ ...sought, workflowType: { name: 't', version: '1' } })
    expect(await findExecution(client, sought)).toEqual({ runId, idIsTaken: false })
    await client.terminateWorkflowExecution({ domain, workflowId: 'id' })
    expect(await findExecution(client, sought)).toEqual({ runId, idIsTaken: false })
  },
)

test('a search is over in its time, however slowly the answers come, and looks at twenty executions at most', async () => {
  const server = await CannedServer.start()
  const clients = createClients(server.clientOptions)
  cleanUps.push(
    () => server.close(),
    () => clients.destroy(),
  )
  const executionInfos = Array.from({ length: 50 }, (_, index) => ({ execution: { workflowId: 'id', runId: `run-${index}` } }))
  server
    .answer('ListOpenWorkflowExecutions', ok({ executionInfos }))
    .answer('ListClosedWorkflowExecutions', endless())
    .answer('GetWorkflowExecutionHistory', ok({ events: [] }))
  const error: unknown = await findExecution(clients.answer, sought, 500).catch((reason: unknown) => reason)
  expect(classifyFault(error)).toMatchObject({ kind: 'timedOut' })
  expect(server.requestsOf('GetWorkflowExecutionHistory').length).toBeLessThanOrEqual(20)
})
