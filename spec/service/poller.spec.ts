import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { jobs, ResultService } from '../../lib/index.js'
import { CannedServer, fault, half, hang, ok, reset, text, type CannedAnswer } from '../support/canned-server.js'
import { nextFault } from '../support/heard.js'

let server: CannedServer
let service: ResultService

beforeEach(async () => {
  server = await CannedServer.start()
  server.answer('DescribeActivityType', ok({ typeInfo: { status: 'REGISTERED' } })).answer('RespondActivityTaskCompleted', ok())
  service = new ResultService({ swf: server.clientOptions })
})

afterEach(async () => {
  await service.stop({ drainMs: 0 })
  await server.close()
})

/** The answer to a poll: the task with the result of the first key that is pending. */
function task(key: string, value: string): CannedAnswer {
  return ok({
    taskToken: 'token',
    activityType: { name: 'FlowDefaultResultActivityRuby.run', version: '1.0' },
    workflowExecution: { workflowId: 'id', runId: 'run' },
    input: `---\n- :key: '${key}'\n  :result: ${value}\n`,
  })
}

describe('the poller goes on', () => {
  test.each<[string, CannedAnswer]>([
    ['throttling', fault('ThrottlingException', 'Rate exceeded')],
    ['a limit of pollers', fault('LimitExceededFault', 'too many pollers')],
    ['an internal error', fault('InternalFailure', 'oops', 500)],
    ['a reset connection', reset],
    ['half an answer', half({ taskToken: 'token', activityType: { name: 'any' } })],
    ['an idle poll that is answered at once', ok({ startedEventId: 0 })],
    ['an empty answer', ok()],
    ['a page of a proxy', text(502, '<html>Bad Gateway</html>')],
    ['a page that forbids', text(403, '<html>Forbidden</html>')],
  ])('after %s', async (_, answer) => {
    let key = ''
    server.answer('PollForActivityTask', (_request, index) =>
      index === 0 ? answer : key === '' ? ok({ startedEventId: 0 }) : task(key, 'came'),
    )
    await service.start()
    const pending = service.createResult()
    key = pending.key
    expect(await pending.promise).toBe('came')
    await server.arrivals('PollForActivityTask', 3)
    expect(service.health()).toMatchObject({ ok: true, state: 'running', lastError: undefined })
  })

  test('after a task that it answered too late, whose result has arrived all the same', async () => {
    server.answer('RespondActivityTaskCompleted', fault('UnknownResourceFault', 'Unknown activity, scheduledEventId = 11'))
    let key = ''
    const answered = (): boolean => server.requestsOf('RespondActivityTaskCompleted').length > 0
    server.answer('PollForActivityTask', () => (key === '' || answered() ? ok({ startedEventId: 0 }) : task(key, 'came')))
    const faults: unknown[] = []
    const hear = (message: unknown): void => void faults.push(message)
    subscribe('swf-result-worker.fault', hear)
    await service.start()
    const pending = service.createResult()
    key = pending.key
    expect(await pending.promise).toBe('came')
    await server.arrivals('RespondActivityTaskCompleted')
    await service.stop()
    unsubscribe('swf-result-worker.fault', hear)
    expect(faults).toEqual([])
  })
})

describe('the answer to a result', () => {
  const RESPOND = 'RespondActivityTaskCompleted'
  const broken = fault('InternalFailure', 'oops', 500)

  async function resultComes(): Promise<void> {
    let key = ''
    server.answer('PollForActivityTask', () => (key === '' ? ok({ startedEventId: 0 }) : task(key, 'came')))
    await service.start()
    const pending = service.createResult()
    key = pending.key
    server.answer('PollForActivityTask', task(key, 'came'), hang)
    expect(await pending.promise).toBe('came')
  }

  test('is sent again, beyond the attempts of the SDK, until SWF takes it', async () => {
    const before = server.requestsOf(RESPOND).length
    server.answer(RESPOND, (_, index) => (index - before < 4 ? broken : ok()))
    await resultComes()
    await server.arrivals(RESPOND, before + 5)
    expect(service.health().unanswered).toBe(0)
  })

  test('is sent once more at a stop, and taken', async () => {
    server.answer(RESPOND, broken, broken, broken, broken, broken, broken, ok())
    await resultComes()
    await server.arrivals(RESPOND, 3)
    await service.stop()
    expect(service.health().unanswered).toBe(0)
    expect(server.requestsOf(RESPOND).length).toBeGreaterThan(6)
  })

  test('that SWF neither takes nor refuses does not keep a stop from its end, and is counted', async () => {
    server.answer(RESPOND, hang)
    await resultComes()
    await server.arrivals(RESPOND)
    await service.stop()
    expect(service.health()).toMatchObject({ state: 'stopped', settled: 1 })
    expect(service.health().unanswered).toBeGreaterThan(0)
  })

  test('that is taken at last ends its own fault at once, and not only when the held poll returns', async () => {
    server.answer(RESPOND, fault('ExpiredTokenException', 'old token'), ok())
    const reported = nextFault('old token')
    await resultComes()
    await reported
    await server.arrivals('PollForActivityTask', 2)
    expect(service.health()).toMatchObject({ ok: false, lastError: expect.stringContaining('old token') })
    await expect.poll(() => service.health()).toMatchObject({ ok: true, lastError: undefined })
  })

  test('that is taken hides no fault of the polls', async () => {
    server.answer(RESPOND, fault('ExpiredTokenException', 'old token'), ok())
    const reported = nextFault('too many pollers')
    let key = ''
    server.answer('PollForActivityTask', () => (key === '' ? ok({ startedEventId: 0 }) : task(key, 'came')))
    await service.start()
    const pending = service.createResult()
    key = pending.key
    server.answer('PollForActivityTask', task(key, 'came'), fault('LimitExceededFault', 'too many pollers'))
    await pending.promise
    await reported
    const [, taken] = await server.arrivals(RESPOND, 2)
    await taken?.gone
    // What the thread had to say of it came before the answer to this.
    server.answer('StartWorkflowExecution', ok({ runId: 'run' }))
    await jobs(service).start('Any.job')
    expect(service.health()).toMatchObject({ ok: false, lastError: expect.stringContaining('too many pollers') })
  })

  test('that SWF refuses is counted and reported, and the poller goes on', async () => {
    server.answer(RESPOND, fault('ValidationException', 'odd'))
    const reported = nextFault('odd')
    await resultComes()
    expect(await reported).toMatchObject({ name: 'ValidationException', retryInMs: undefined })
    await expect.poll(() => service.health().unanswered).toBe(1)
    expect(service.health()).toMatchObject({ state: 'running', lastError: expect.stringContaining('odd') })
  })
})
