import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createClients, type SwfClients } from '../../lib/swf/clients/create-clients.js'
import { classifyFault } from '../../lib/swf/faults/classify-fault.js'
import { CannedServer, hang, ok } from '../support/canned-server.js'
import { CuttingProxy, type Cut } from '../support/cutting-proxy.js'

let server: CannedServer
let proxy: CuttingProxy
let clients: SwfClients
beforeEach(async () => {
  server = await CannedServer.start()
  proxy = await CuttingProxy.start(server.endpoint)
  clients = createClients({ ...server.clientOptions, endpoint: proxy.endpoint })
})
afterEach(async () => {
  clients.destroy()
  await proxy.close()
  await server.close()
})

const execution = { domain: 'd', workflowId: 'w', workflowType: { name: 't', version: '1' } }

const cuts: ReadonlyArray<readonly [Cut, effects: number]> = [
  ['before-effect', 0],
  ['after-effect', 1],
  ['mid-answer', 1],
]

describe('a start whose answer is lost', () => {
  it.each(cuts)('%s is sent once, and may have taken effect for all its sender knows', async (cut, effects) => {
    server.answer('StartWorkflowExecution', ok({ runId: 'r'.repeat(64) }))
    proxy.cut('StartWorkflowExecution', cut)
    const error: unknown = await clients.start.startWorkflowExecution(execution).catch((reason: unknown) => reason)
    expect(classifyFault(error)).toMatchObject({ kind: 'connectionLost', action: 'retry', mayHaveTakenEffect: true })
    expect(server.requests).toHaveLength(effects)
    expect(proxy.received('StartWorkflowExecution')).toBe(1)
    expect(proxy.cutCount).toBe(1)
  })

  it('is the only one that the proxy cuts: the next one passes whole', async () => {
    server.answer('StartWorkflowExecution', ok({ runId: 'run' }))
    proxy.cut('StartWorkflowExecution', 'after-effect')
    await clients.start.startWorkflowExecution(execution).catch(() => undefined)
    expect(await clients.start.startWorkflowExecution(execution)).toMatchObject({ runId: 'run' })
  })
})

describe('an aborted poll', () => {
  it('is seen as gone by the server behind the proxy too', async () => {
    server.answer('PollForActivityTask', hang)
    const stop = new AbortController()
    const poll = clients.poll.pollForActivityTask({ domain: 'd', taskList: { name: 'l' } }, { abortSignal: stop.signal })
    const [request] = await server.arrivals('PollForActivityTask')
    stop.abort()
    await expect(poll).rejects.toMatchObject({ name: 'AbortError' })
    await request?.gone
  })
})
