import { Mutex } from 'async-mutex'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { jobs, ResultService, ResultTimeoutError, type PlainJobOptions, type StartedJob } from '../../lib/index.js'
import { encodeStart } from '../../lib/flow/inputs/encode-start.js'
import { CannedServer, fault, hang, ok } from '../support/canned-server.js'
import { ManualClock } from '../support/manual-clock.js'
import { schemaOf } from '../support/schema.js'
import { READ } from './scene.js'

let server: CannedServer
let clock: ManualClock
let service: ResultService

beforeEach(async () => {
  server = await CannedServer.start()
  server
    .answer('DescribeActivityType', ok({ typeInfo: { status: 'REGISTERED' } }))
    .answer('PollForActivityTask', hang)
    .answer('StartWorkflowExecution', ok({ runId: 'run-1' }))
  clock = new ManualClock()
  service = new ResultService({ swf: server.clientOptions }, new Mutex(), clock)
  await service.start()
})

afterEach(async () => {
  await service.stop({ drainMs: 0 })
  await server.close()
})

function start(options: PlainJobOptions = {}): Promise<StartedJob> {
  return jobs(service).start('Pricing.quote', null, { timeoutMs: 20_000, ...options })
}

const input = encodeStart({ className: 'Pricing', method: 'quote', args: null })
const startedEvent = { eventId: 1, eventType: 'WorkflowExecutionStarted', workflowExecutionStartedEventAttributes: { input } }
const completed = ok({
  events: [
    {
      eventId: 7,
      eventType: 'ActivityTaskCompleted',
      activityTaskCompletedEventAttributes: { scheduledEventId: 5, result: '--- 5\n' },
    },
    {
      eventId: 5,
      eventType: 'ActivityTaskScheduled',
      activityTaskScheduledEventAttributes: { activityType: { name: 'Pricing.quote' } },
    },
  ],
})

test('a deadline looks at the history once, and times out if nothing is certain', async () => {
  server.answer(READ, ok({ events: [startedEvent] }))
  const { result, workflowId, key } = await start()
  clock.advance(20_000)
  await expect(result).rejects.toBeInstanceOf(ResultTimeoutError)
  await expect(result).rejects.toMatchObject({ timeoutMs: 20_000, key, workflowId, runId: 'run-1' })
  expect(server.requestsOf(READ)).toHaveLength(1)
  expect(server.requestsOf(READ)[0]?.body).toMatchObject({ execution: { workflowId, runId: 'run-1' }, reverseOrder: true })
})

test('a history of several pages is read back to the job’s last run', async () => {
  const signaled = ok({ events: [{ eventId: 9, eventType: 'WorkflowExecutionSignaled' }], nextPageToken: 'more' })
  server.answer(READ, signaled, completed)
  const { result } = await start()
  clock.advance(20_000)
  expect(await result).toBe(5)
  expect(server.requestsOf(READ).map(({ body }) => body['nextPageToken'])).toEqual([undefined, 'more'])
})

test('an SWF that says nothing keeps a deadline for 3 s', async () => {
  server.answer(READ, hang)
  const { result, key } = await start()
  clock.advance(20_000)
  await server.arrivals(READ)
  clock.advance(2_999)
  expect(service.getResultFuture(key)).toBe(result)
  clock.advance(1)
  await expect(result).rejects.toBeInstanceOf(ResultTimeoutError)
  expect(clock.waiting).toEqual([])
})

test.each([
  ['no longer known', fault('UnknownResourceFault', 'Unknown execution, WorkflowExecution=[workflowId=a, runId=run-1]')],
  ['denied', fault('AccessDeniedException', 'not authorized to perform swf:GetWorkflowExecutionHistory')],
  ['not to be had', fault('ValidationException', 'no')],
])('a history that is %s is a deadline that has passed', async (_, answer) => {
  server.answer(READ, answer)
  const { result } = await start()
  clock.advance(20_000)
  await expect(result).rejects.toBeInstanceOf(ResultTimeoutError)
  expect(service.health()).toMatchObject({ state: 'running', pending: 0 })
})

test('whatever ends the wait while the history is looked at, it ends once; at a stop it is the deadline that has passed', async () => {
  server.answer(READ, hang)
  const abort = new AbortController()
  const [aborted, stopped] = [await start({ signal: abort.signal }), await start()]
  clock.advance(20_000)
  await server.arrivals(READ, 2)
  abort.abort()
  await expect(aborted.result).rejects.toMatchObject({ name: 'AbortError' })
  const { abandoned } = await service.stop({ drainMs: 0 })
  expect(abandoned).toEqual([])
  await expect(stopped.result).rejects.toBeInstanceOf(ResultTimeoutError)
  expect(service.health()).toMatchObject({ settled: 2, reconciled: 0 })
  // The requests under way were given up, not sent again.
  expect(server.requestsOf(READ)).toHaveLength(2)
})

test('a schema that takes its time over a value from the history has 3 s, too', async () => {
  server.answer(READ, completed)
  let isAsked = (): void => undefined
  const asked = new Promise<void>((resolve) => (isAsked = resolve))
  const never = schemaOf(() => {
    isAsked()
    return new Promise(() => undefined)
  })
  const { result } = await jobs(service).start('Pricing.quote', null, { timeoutMs: 20_000, schema: never })
  clock.advance(20_000)
  await asked
  clock.advance(3_000)
  await expect(result).rejects.toBeInstanceOf(ResultTimeoutError)
})

test('of very many deadlines at once, no more than 300 look', async () => {
  server.answer(READ, completed)
  const started = await Promise.all(Array.from({ length: 320 }, () => start()))
  clock.advance(20_000)
  const settled = await Promise.allSettled(started.map(({ result }) => result))
  expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(300)
  expect(server.requestsOf(READ)).toHaveLength(300)
})

test('a result that nobody started here has no history to look at', async () => {
  const { promise } = service.createResult({ timeoutMs: 20_000 })
  clock.advance(20_000)
  await expect(promise).rejects.toBeInstanceOf(ResultTimeoutError)
  expect(server.requestsOf(READ)).toHaveLength(0)
})
