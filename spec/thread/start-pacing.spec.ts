import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createClients, type SwfClients } from '../../lib/swf/clients/create-clients.js'
import { ExecutionStart } from '../../lib/thread/execution-start.js'
import { StartPace } from '../../lib/thread/start-pace.js'
import { CannedServer, fault, half, ok, reset, text, type CannedAnswer } from '../support/canned-server.js'
import { ManualClock } from '../support/manual-clock.js'

/** At the pace of 250 ms in the 30 s that a start is tried for. */
const MOST_WITH_THE_WORST_LUCK = 121
const MOST_USUALLY = 20

let server: CannedServer
let clients: SwfClients
beforeEach(async () => {
  server = await CannedServer.start()
  clients = createClients(server.clientOptions)
  server
    .answer('ListOpenWorkflowExecutions', ok({ executionInfos: [] }))
    .answer('ListClosedWorkflowExecutions', ok({ executionInfos: [] }))
  for (const operation of ['RegisterDomain', 'RegisterWorkflowType', 'RegisterActivityType']) server.answer(operation, ok())
})
afterEach(async () => {
  vi.restoreAllMocks()
  clients.destroy()
  await server.close()
})

/** Starts an execution, and lets time pass in each wait until it has failed. */
async function failingStart(): Promise<unknown> {
  const clock = new ManualClock()
  const request = { domain: 'FlowDefault', workflowId: 'id', workflowType: { name: 'type', version: '1.0' }, input: '---\n' }
  const withdrawn = new AbortController().signal
  const options = { clients, clock, pace: new StartPace(clock), register: true, withdrawn, resultCameFrom: () => undefined }
  const failing = new ExecutionStart(request, options).run().catch((error: unknown) => error)
  const waits = (): Promise<unknown> => Promise.race([clock.timers().then(() => 'waits'), failing])
  while ((await waits()) === 'waits') clock.advance(clock.waiting[0] ?? 0)
  return failing
}

const faults: ReadonlyArray<readonly [string, CannedAnswer, most: number]> = [
  ['a limit', fault('LimitExceededFault'), Infinity],
  ['an internal error', fault('InternalFailure', 'oh', 500), Infinity],
  ['a reset', reset, Infinity],
  ['half an answer', half({ runId: 'r'.repeat(64) }), Infinity],
  ['a web page', text(200, '<html>'), Infinity],
  ['clock skew', fault('RequestExpired'), Infinity],
  ['an unknown fault', fault('NovelException'), Infinity],
  ['expired credentials', fault('ExpiredTokenException'), 2],
  ['an unknown domain', fault('UnknownResourceFault', 'Unknown domain: FlowDefault'), 2],
  ['denial', fault('AccessDeniedException'), 1],
  ['deprecation', fault('TypeDeprecatedFault'), 1],
  ['refusal', fault('ValidationException'), 1],
]

describe.each([
  ['the worst luck', 0, MOST_WITH_THE_WORST_LUCK],
  ['usual luck', 0.5, MOST_USUALLY],
])('with %s', (_, drawn, most) => {
  test.each(faults)('starts under %s have an upper bound, and end in an error', async (_name, answer, mostOfFault) => {
    vi.spyOn(Math, 'random').mockReturnValue(drawn)
    server.answer('StartWorkflowExecution', answer)
    expect(await failingStart()).toMatchObject({ name: 'JobStartError' })
    expect(server.requestsOf('StartWorkflowExecution').length).toBeLessThanOrEqual(Math.min(most, mostOfFault))
    expect(server.requestsOf('ListOpenWorkflowExecutions').length).toBeLessThanOrEqual(most)
    expect(server.requestsOf('RegisterDomain').length).toBeLessThanOrEqual(1)
  })
})
