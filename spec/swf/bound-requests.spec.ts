import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createClients, type SwfClients } from '../../lib/swf/clients/create-clients.js'
import { classifyFault, type Fault } from '../../lib/swf/faults/classify-fault.js'
import { CannedServer, endless, hang, ok, text } from '../support/canned-server.js'
import { ManualClock } from '../support/manual-clock.js'

const MIB = 2 ** 20
const list = { domain: 'd', taskList: { name: 'l' } }
const execution = { domain: 'd', workflowId: 'w', workflowType: { name: 't', version: '1' } }

let server: CannedServer
let clock: ManualClock
let clients: SwfClients

beforeEach(async () => {
  server = await CannedServer.start()
  clock = new ManualClock()
  clients = createClients(server.clientOptions, undefined, clock)
})
afterEach(async () => {
  clients.destroy()
  await server.close()
})

const respond = (): Promise<unknown> => clients.answer.respondActivityTaskCompleted({ taskToken: 't' })
const start = (): Promise<unknown> => clients.start.startWorkflowExecution(execution)
const poll = (): Promise<unknown> => clients.poll.pollForActivityTask(list)

async function faultOf(request: Promise<unknown>): Promise<Fault> {
  return classifyFault(
    await request.then(
      () => expect.fail('it went well'),
      (error: unknown) => error,
    ),
  )
}

/** What had been sent before is here. */
async function roundTrip(): Promise<void> {
  await fetch(server.endpoint, { method: 'POST', body: '{}' })
}

describe('requests under way', () => {
  it.each([
    ['answers', 'RespondActivityTaskCompleted', respond],
    ['starts', 'StartWorkflowExecution', start],
  ])('are 50 at once, be they three hundred %s; the others wait in line', async (_, operation, request) => {
    let [now, most] = [0, 0]
    server.answer(operation, async ({ gone }) => {
      now += 1
      most = Math.max(most, now)
      void gone.then(() => (now -= 1))
      await new Promise(setImmediate)
      return ok({ runId: 'r' })
    })
    await Promise.all(Array.from({ length: 300 }, request))
    expect(most).toBeLessThanOrEqual(50)
    expect(server.requests).toHaveLength(300)
  })

  it('and those in line are ended with the clients, and never sent', async () => {
    server.answer('StartWorkflowExecution', hang)
    const faults = Array.from({ length: 100 }, () => faultOf(start()))
    await server.arrivals('StartWorkflowExecution', 50)
    clients.destroy()
    for (const { kind } of await Promise.all(faults)) expect(kind).toBe('aborted')
    expect(server.requests).toHaveLength(50)
  })

  it('that stay in line for 10 s were surely not sent', async () => {
    server.answer('StartWorkflowExecution', hang)
    const faults = Array.from({ length: 60 }, () => faultOf(start()))
    await server.arrivals('StartWorkflowExecution', 50)
    while (clock.waiting.length < 60) await roundTrip()
    clock.advance(10_000)
    const all = await Promise.all(faults)
    expect(all.filter(({ kind, mayHaveTakenEffect }) => kind === 'busy' && !mayHaveTakenEffect)).toHaveLength(10)
    expect(all.filter(({ kind }) => kind === 'timedOut')).toHaveLength(50)
    expect(server.requestsOf('StartWorkflowExecution')).toHaveLength(50)
  })

  it('a signal ends one in line, and the next takes its place', async () => {
    server.answer('StartWorkflowExecution', hang)
    const stop = new AbortController()
    const first = Array.from({ length: 50 }, (_, index) =>
      faultOf(clients.start.startWorkflowExecution(execution, { ...(index === 0 && { abortSignal: stop.signal }) })),
    )
    const leaving = new AbortController()
    await server.arrivals('StartWorkflowExecution', 50)
    const left = faultOf(clients.start.startWorkflowExecution(execution, { abortSignal: leaving.signal }))
    const last = faultOf(clients.start.startWorkflowExecution({ ...execution, workflowId: 'last' }))
    leaving.abort()
    expect((await left).kind).toBe('aborted')
    stop.abort()
    const requests = await server.arrivals('StartWorkflowExecution', 51)
    expect(requests.at(-1)?.body['workflowId']).toBe('last')
    clients.destroy()
    await Promise.all([...first, last])
  })
})

describe('an answer that goes on and on', () => {
  it.each([
    ['a poll', 'PollForActivityTask', poll],
    ['a start', 'StartWorkflowExecution', start],
    ['an answer to a task', 'RespondActivityTaskCompleted', respond],
  ])('to %s is broken off when it is longer than any of SWF, and no more of it is kept', async (_, operation, request) => {
    server.answer(operation, endless(MIB / 8))
    const fault = await faultOf(request())
    expect(fault).toMatchObject({ kind: 'notSwf', name: 'NotSwfError' })
    expect(fault.reason).toContain('longer than 1048576 bytes')
    for (const { gone } of server.requests) await gone
    expect(server.requests).toHaveLength(1)
  })

  it.each(['GetWorkflowExecutionHistory', 'PollForDecisionTask', 'ListClosedWorkflowExecutions'])(
    'may be 40 MiB where it is a page, as of %s',
    async (operation) => {
      server.answer(operation, endless(4 * MIB))
      const requests: Readonly<Record<string, () => Promise<unknown>>> = {
        GetWorkflowExecutionHistory: () =>
          clients.answer.getWorkflowExecutionHistory({ domain: 'd', execution: { workflowId: 'w', runId: 'r' } }),
        PollForDecisionTask: () => clients.poll.pollForDecisionTask(list),
        ListClosedWorkflowExecutions: () => clients.answer.listClosedWorkflowExecutions({ domain: 'd' }),
      }
      const fault = await faultOf(requests[operation]?.() ?? expect.fail())
      expect(fault.reason).toContain('longer than 41943040 bytes')
    },
  )

  it('byte by byte is ended, too, with the time of its request: for a start it is 10 s', async () => {
    server.answer('StartWorkflowExecution', endless())
    const fault = faultOf(start())
    const [request] = await server.arrivals('StartWorkflowExecution')
    await roundTrip()
    clock.advance(9_999)
    await roundTrip()
    expect(await Promise.race([fault, Promise.resolve('under way')])).toBe('under way')
    clock.advance(1)
    expect(await fault).toMatchObject({ kind: 'timedOut', mayHaveTakenEffect: true })
    await request?.gone
  })

  it('byte by byte to what is safe to repeat is ended three times', async () => {
    server.answer('RespondActivityTaskCompleted', endless())
    const fault = faultOf(respond())
    for (const count of [1, 2, 3]) {
      await server.arrivals('RespondActivityTaskCompleted', count)
      clock.advance(10_000)
    }
    expect((await fault).kind).toBe('timedOut')
  })

  it('is ended by its signal', async () => {
    server.answer('PollForActivityTask', endless())
    const stop = new AbortController()
    const fault = faultOf(clients.poll.pollForActivityTask(list, { abortSignal: stop.signal }))
    const [request] = await server.arrivals('PollForActivityTask')
    await roundTrip()
    stop.abort()
    expect((await fault).kind).toBe('aborted')
    await request?.gone
  })

  it('leaves no timer behind, and neither does a good one', async () => {
    server.answer('PollForActivityTask', endless(MIB), ok({}))
    await faultOf(poll())
    await poll()
    expect(clock.waiting).toEqual([])
  })
})

describe('an answer without the id of the request', () => {
  it.each([
    ['an empty one to an answer', 'RespondActivityTaskCompleted', '', respond],
    ['an empty object to a poll', 'PollForActivityTask', '{}', poll],
    ['a runId to a start', 'StartWorkflowExecution', '{"runId":"r"}', start],
  ])('is not of SWF: %s', async (_, operation, body, request) => {
    server.answer(operation, text(200, body))
    const fault = await faultOf(request())
    expect(fault).toMatchObject({ kind: 'notSwf', action: 'back-off', mayHaveTakenEffect: true })
    expect(fault.reason).toContain('status 200')
    expect(server.requests).toHaveLength(1)
  })
})
