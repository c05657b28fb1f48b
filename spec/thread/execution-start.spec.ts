import { afterEach, beforeEach, expect, test } from 'vitest'
import { createClients, type SwfClients } from '../../lib/swf/clients/create-clients.js'
import type { Credentials } from '../../lib/base/connection.js'
import { ExecutionStart } from '../../lib/thread/execution-start.js'
import { StartPace } from '../../lib/thread/start-pace.js'
import { CannedServer, fault, ok, reset } from '../support/canned-server.js'
import { ManualClock } from '../support/manual-clock.js'

let server: CannedServer
let clients: SwfClients
let clock: ManualClock
let pace: StartPace
let resultCameFrom: string | undefined
let withdrawn: AbortController

beforeEach(async () => {
  server = await CannedServer.start()
  clients = createClients(server.clientOptions)
  clock = new ManualClock()
  pace = new StartPace(clock)
  resultCameFrom = undefined
  withdrawn = new AbortController()
  server
    .answer('ListOpenWorkflowExecutions', ok({ executionInfos: [] }))
    .answer('ListClosedWorkflowExecutions', ok({ executionInfos: [] }))
})

afterEach(async () => {
  clients.destroy()
  await server.close()
})

function start(): Promise<string> {
  const request = { domain: 'FlowDefault', workflowId: 'id', workflowType: { name: 'type', version: '1.0' }, input: '---\n' }
  return new ExecutionStart(request, {
    clients,
    clock,
    pace,
    register: true,
    withdrawn: withdrawn.signal,
    resultCameFrom: () => resultCameFrom,
  }).run()
}

const sent = (): number => server.requestsOf('StartWorkflowExecution').length

test('a result that comes during the wait proves that the lost start ran, though the lists lag behind', async () => {
  server.answer('StartWorkflowExecution', reset)
  const starting = start()
  await clock.timers(1)
  resultCameFrom = 'run-that-was-lost'
  clock.advance(60_000)
  expect(await starting).toBe('run-that-was-lost')
  expect(sent()).toBe(1)
})

test('once nobody waits for it, a start is not sent again, not even the wait over', async () => {
  server.answer('StartWorkflowExecution', fault('ThrottlingException', 'Rate exceeded'))
  const starting = start()
  await clock.timers(1)
  withdrawn.abort()
  clock.advance(60_000)
  await expect(starting).rejects.toMatchObject({
    name: 'JobStartError',
    message: expect.stringContaining('takes no more requests'),
  })
  expect(sent()).toBe(1)
})

test('it is tried for half a minute, and the error says whether the job may run', async () => {
  server.answer('StartWorkflowExecution', reset)
  const failing = start().catch((error: unknown) => error)
  const waits = (): Promise<unknown> => Promise.race([clock.timers(1).then(() => 'waits'), failing])
  while ((await waits()) === 'waits') clock.advance(5_000)
  expect(await failing).toMatchObject({
    name: 'JobStartError',
    workflowId: 'id',
    message: expect.stringContaining('It may run all the same'),
  })
  expect(sent()).toBeGreaterThan(5)
})

test('where the search is denied, a lost start is not sent again, and the error says so', async () => {
  server
    .answer('StartWorkflowExecution', reset)
    .answer(
      'ListOpenWorkflowExecutions',
      fault('AccessDeniedException', 'not authorized to perform swf:ListOpenWorkflowExecutions'),
    )
  const failing = start().catch((error: unknown) => error)
  const waits = (): Promise<unknown> => Promise.race([clock.timers(1).then(() => 'waits'), failing])
  while ((await waits()) === 'waits') clock.advance(5_000)
  expect(await failing).toMatchObject({
    name: 'JobStartError',
    message: expect.stringMatching(/may run all the same.*could not be looked for.*ListOpenWorkflowExecutions/),
  })
  expect(sent()).toBe(1)
})

test.each([{}, { runId: { a: 1 } }])(
  'an answer like %j, without a runId, is not of SWF: the execution is looked for',
  async (answer) => {
    server.answer('StartWorkflowExecution', (_request, index) => ok(index === 0 ? answer : { runId: 'run' }))
    const starting = start()
    await clock.timers(1)
    clock.advance(5_000)
    expect(await starting).toBe('run')
    expect(server.requestsOf('ListOpenWorkflowExecutions')).toHaveLength(1)
  },
)

test('a start outlasts a function that gives no credentials for a while', async () => {
  let asked = 0
  const credentials = async (): Promise<Credentials> => {
    asked += 1
    if (asked <= 6) throw new Error('the vault is sealed')
    return { accessKeyId: 'key', secretAccessKey: 's' }
  }
  clients.destroy()
  clients = createClients({ ...server.clientOptions, credentials })
  server.answer('StartWorkflowExecution', ok({ runId: 'run' }))
  const starting = start()
  const waits = (): Promise<unknown> => Promise.race([clock.timers(1).then(() => 'waits'), starting])
  while ((await waits()) === 'waits') clock.advance(5_000)
  expect(await starting).toBe('run')
  expect(sent()).toBe(1)
})

test('one that was withdrawn before its turn is never sent, and not looked for', async () => {
  withdrawn.abort()
  await expect(start()).rejects.toMatchObject({ name: 'JobStartError', message: expect.stringContaining('before it was sent') })
  expect(server.requests).toEqual([])
})

/** Lets time pass wherever something waits, until that has come. */
async function passTimeUntil(come: Promise<unknown>): Promise<void> {
  const waits = (): Promise<unknown> => Promise.race([clock.timers(1).then(() => 'waits'), come])
  while ((await waits()) === 'waits') clock.advance(clock.waiting[0] ?? 0)
}

test.each([
  ['it is throttled', fault('ThrottlingException', 'Rate exceeded')],
  ['a limit that is a rate is exceeded', fault('LimitExceededFault', 'Rate exceeded')],
])('while %s a start goes on, for far longer than it has patience with anything else', async (_, throttled) => {
  const begun = clock.now()
  server.answer('StartWorkflowExecution', (_request, index) => (index < 100 ? throttled : ok({ runId: 'run' })))
  const starting = start()
  await passTimeUntil(starting)
  expect(await starting).toBe('run')
  expect(sent()).toBe(101)
  expect(clock.now() - begun).toBeGreaterThan(120_000)
})

test('its patience begins anew once SWF takes starts again', async () => {
  const answers = [
    ...Array.from({ length: 30 }, () => fault('ThrottlingException')),
    fault('InternalFailure', 'oh', 500),
  ] as const
  server.answer('StartWorkflowExecution', (_request, index) => answers[index] ?? ok({ runId: 'run' }))
  const starting = start()
  await passTimeUntil(starting)
  expect(await starting).toBe('run')
})
