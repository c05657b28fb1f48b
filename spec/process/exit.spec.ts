import { afterAll, beforeAll, expect, test } from 'vitest'
import { CannedServer, hang, ok } from '../support/canned-server.js'
import { Child, swfEnvironment } from '../support/child.js'

let server: CannedServer

beforeAll(async () => {
  server = await CannedServer.start()
})

afterAll(() => server.close())

test.each([
  ['starting', 'DescribeActivityType', 1],
  ['running', 'StartWorkflowExecution', 2],
  ['stopping', 'PollForActivityTask', 1],
  ['restarting', 'DescribeActivityType', 2],
])('process.exit while %s ends the process at once, with its code and without a word', async (moment, operation, requests) => {
  const registered = ok({ typeInfo: { status: 'REGISTERED' } })
  // The first thread is ready, unless it starts; its successor never is.
  server
    .answer('DescribeActivityType', moment === 'starting' ? hang : registered, hang)
    .answer('PollForActivityTask', hang)
    .answer('StartWorkflowExecution', hang)
  const arrived = server.arrivals(operation, server.requestsOf(operation).length + requests)
  const child = new Child('exit-midway.mjs', { arguments: [moment], env: swfEnvironment(server.clientOptions) })
  await Promise.all([child.says('ready'), arrived])
  child.kill('SIGUSR2')
  expect(await child.ended).toEqual({ code: 5, signal: null, output: `ready\nexit 5 while ${moment}\n` })
})
