import { SWF } from '@aws-sdk/client-swf'
import { afterEach, describe, expect, it } from 'vitest'
import { StartError } from '../../lib/errors/index.js'
import { systemClock } from '../../lib/base/clock.js'
import { activityClassesOf } from '../../lib/job-worker/activities/activities.js'
import { JobWorker, type JobWorkerOptions } from '../../lib/job-worker/index.js'
import { registerJobTypes } from '../../lib/job-worker/registration/register-job-types.js'
import { LocalSwf } from '../../lib/local-swf/index.js'
import { capture } from '../fixtures/wire/capture.js'
import { createClients } from '../../lib/swf/clients/create-clients.js'
import { CannedServer, fault, hang, ok } from '../support/canned-server.js'
import { ManualClock } from '../support/manual-clock.js'

const activities = { MyJobs: { async hello() {} } }
const cleanUps: Array<() => Promise<unknown>> = []

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

async function localSwf(): Promise<{ readonly swf: LocalSwf; readonly client: SWF }> {
  const swf = await LocalSwf.start()
  const client = new SWF(swf.clientOptions)
  cleanUps.push(
    () => swf.stop(),
    async () => client.destroy(),
  )
  return { swf, client }
}

async function cannedServer(): Promise<CannedServer> {
  const server = await CannedServer.start()
  cleanUps.push(() => server.close())
  for (const operation of ['DescribeWorkflowType', 'DescribeActivityType']) {
    server.answer(operation, fault('UnknownResourceFault', 'Unknown type: t'))
  }
  for (const operation of ['RegisterDomain', 'RegisterWorkflowType', 'RegisterActivityType']) server.answer(operation, ok())
  for (const operation of ['PollForDecisionTask', 'PollForActivityTask']) server.answer(operation, hang)
  return server
}

async function started(options: JobWorkerOptions): Promise<JobWorker> {
  const worker = await JobWorker.start({ signals: false, ...options })
  cleanUps.push(() => worker.stop({ drainMs: 0 }))
  return worker
}

async function refusal(options: JobWorkerOptions): Promise<StartError> {
  const error: unknown = await started(options).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  return error instanceof StartError ? error : expect.fail(`no StartError, but ${String(error)}`)
}

interface Registrations {
  readonly workflow: { readonly request: object }
  readonly resultActivity: { readonly request: object }
  readonly userActivity: { readonly request: object }
}
const captured: Registrations = capture('register_types')

describe('what a start registers', () => {
  it('for Ruby is exactly what Ruby registers', async () => {
    const server = await cannedServer()
    await started({ activities, registration: 'ruby', swf: server.clientOptions })
    expect(server.requestsOf('RegisterWorkflowType').map(({ body }) => body)).toStrictEqual([captured.workflow.request])
    expect(server.requestsOf('RegisterActivityType').map(({ body }) => body)).toStrictEqual([
      captured.resultActivity.request,
      captured.userActivity.request,
    ])
  })

  it('differs from that in the heartbeat timeout only', async () => {
    const server = await cannedServer()
    await started({ activities, swf: server.clientOptions })
    const expected = { ...captured.userActivity.request, defaultTaskHeartbeatTimeout: '60' }
    expect(server.requestsOf('RegisterActivityType').map(({ body }) => body)).toStrictEqual([
      captured.resultActivity.request,
      expected,
    ])
  })

  it('may exist already, with other values', async () => {
    const { swf, client } = await localSwf()
    await started({ activities, registration: 'ruby', swf: swf.clientOptions })
    await started({ activities, swf: swf.clientOptions })
    const { configuration } = await client.describeActivityType({
      domain: 'FlowDefault',
      activityType: { name: 'MyJobs.hello', version: '1.0' },
    })
    expect(configuration?.defaultTaskHeartbeatTimeout).toBe('NONE')
  })

  it('is nothing where all is there, and so 150 workers start at once under the quotas of SWF', async () => {
    const operations: Array<string | undefined> = []
    const swf = await LocalSwf.start({
      account: { quotas: true },
      onRequest: ({ operation }) => void operations.push(operation),
    })
    cleanUps.push(() => swf.stop())
    const one = await started({ activities, swf: swf.clientOptions })
    await one.stop({ drainMs: 0 })
    operations.length = 0
    const clients = createClients(swf.clientOptions)
    cleanUps.push(async () => clients.destroy())
    const classes = activityClassesOf(activities)
    const subject = { who: 'JobWorker', domain: 'FlowDefault' } as const
    const starts = Array.from({ length: 150 }, () =>
      registerJobTypes(clients.answer, subject, classes, 'javascript', systemClock),
    )
    expect(await Promise.all(starts)).toEqual(starts.map(() => new Map([['MyJobs.hello', 60_000]])))
    expect(new Set(operations)).toEqual(new Set(['DescribeWorkflowType', 'DescribeActivityType']))
    expect(operations).toHaveLength(3 * 150)
  })

  it('is asked for again while SWF throttles', async () => {
    const server = await cannedServer()
    const throttled = fault('ThrottlingException', 'Rate exceeded')
    // The SDK tries three times.
    server.answer('RegisterDomain', throttled, throttled, throttled, throttled, throttled, throttled, ok())
    const clock = new ManualClock()
    const starting = JobWorker.start({ activities, swf: server.clientOptions, signals: false }, clock)
    for (const count of [3, 6]) {
      await server.arrivals('RegisterDomain', count)
      await clock.timers()
      clock.advance(5_000)
    }
    const worker = await starting
    expect(worker.health().state).toBe('running')
    const stopping = worker.stop({ drainMs: 0 })
    clock.advance(0)
    await stopping
  })

  it('is waited for a minute at most', async () => {
    const server = await cannedServer()
    server.answer('DescribeWorkflowType', fault('ThrottlingException', 'Rate exceeded'))
    const clock = new ManualClock()
    const refused = JobWorker.start({ activities, swf: server.clientOptions, signals: false }, clock).catch(
      (error: unknown) => error,
    )
    await clock.timers()
    clock.advance(60_000)
    expect(await refused).toMatchObject({
      code: 'ERR_RESULT_START',
      message: expect.stringContaining('SWF takes no more requests of this kind'),
    })
  })

  it('of many types is asked for a few at a time', async () => {
    const server = await cannedServer()
    let [now, most] = [0, 0]
    server.answer('DescribeActivityType', async ({ gone }) => {
      now += 1
      most = Math.max(most, now)
      void gone.then(() => (now -= 1))
      await new Promise(setImmediate)
      return fault('AccessDeniedException')
    })
    const Many = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`run${index}`, async () => {}]))
    await started({ activities: { Many }, swf: server.clientOptions })
    expect(most).toBeLessThanOrEqual(4)
    expect(server.requestsOf('RegisterActivityType')).toHaveLength(41)
    expect(server.requestsOf('RegisterDomain')).toHaveLength(1)
  })

  it('may be up to others: a policy that denies it, and the look at it, does not stop a start', async () => {
    const server = await cannedServer()
    for (const operation of [
      'RegisterDomain',
      'RegisterWorkflowType',
      'RegisterActivityType',
      'DescribeActivityType',
      'DescribeWorkflowType',
    ]) {
      server.answer(operation, fault('AccessDeniedException'))
    }
    expect((await started({ activities, swf: server.clientOptions })).health().state).toBe('running')
  })
})

describe('a start is refused', () => {
  it('for an existing type with another task list than its class, and names both', async () => {
    const { swf, client } = await localSwf()
    await started({ activities: {}, swf: swf.clientOptions })
    await client.registerActivityType({
      domain: 'FlowDefault',
      name: 'MyJobs.hello',
      version: '1.0',
      defaultTaskList: { name: 'elsewhere' },
    })
    const error = await refusal({ activities, swf: swf.clientOptions })
    expect(error.code).toBe('ERR_RESULT_TYPE_CONFLICT')
    expect(error.message).toMatch(/MyJobs\.hello 1\.0.+"elsewhere".+"MyJobs"/)
  })

  it('for a deprecated type, and names it', async () => {
    const { swf, client } = await localSwf()
    await started({ activities, swf: swf.clientOptions })
    await client.deprecateActivityType({ domain: 'FlowDefault', activityType: { name: 'MyJobs.hello', version: '1.0' } })
    const error = await refusal({ activities, swf: swf.clientOptions })
    expect(error.code).toBe('ERR_RESULT_TYPE_DEPRECATED')
    expect(error.message).toMatch(/MyJobs\.hello 1\.0/)
  })

  it('for a deprecated domain', async () => {
    const { swf, client } = await localSwf()
    await started({ activities, swf: swf.clientOptions })
    await client.deprecateDomain({ name: 'FlowDefault' })
    expect((await refusal({ activities, swf: swf.clientOptions })).code).toBe('ERR_RESULT_DOMAIN_DEPRECATED')
  })

  it('where nothing listens', async () => {
    const server = await CannedServer.start()
    const { clientOptions } = server
    await server.close()
    const error = await refusal({ activities, swf: clientOptions })
    expect(error.code).toBe('ERR_RESULT_UNREACHABLE')
    expect(error.message).toContain(clientOptions.endpoint)
  })

  it('without a region', async () => {
    expect((await refusal({ activities, swf: { credentials: { accessKeyId: 'a', secretAccessKey: 'b' } } })).code).toBe(
      'ERR_RESULT_REGION',
    )
  })
})

describe('an option that is wrong is a TypeError that names it', () => {
  it.each<[string, object, RegExp]>([
    ['unknown', { concurency: 5 }, /unknown option "concurency"/],
    ['domain', { domain: 'a:b' }, /option "domain" must be .+ got 'a:b'/],
    ['activities', { activities: [] }, /option "activities" must be .+ got an array/],
    ['no activities', { activities: undefined }, /option "activities" must be .+ got undefined/],
    ['a class that is none', { activities: { Pricing: 5 } }, /"activities\.Pricing" must be an object .+ got 5/],
    ['a class without methods', { activities: { Pricing: { a: 1 } } }, /"activities\.Pricing" must have at least one method/],
    ['a class name', { activities: { 'a/b': { run() {} } } }, /"activities\.a\/b".+name must be/],
    ['a method name', { activities: { A: { 'b:c': () => {} } } }, /"A\.b:c" must be/],
    ['concurrency', { concurrency: 0 }, /option "concurrency" must be a whole number from 1 to 1000, .+ got 0/],
    ['a Map of activities', { activities: new Map() }, /option "activities" must be a plain object .+ got an instance of Map/],
    ['concurrency in a Map', { concurrency: new Map() }, /option "concurrency" must be .+ got an instance of Map/],
    ['concurrency in a Date', { concurrency: new Date() }, /option "concurrency" must be .+ got an instance of Date/],
    ['concurrency in an array', { concurrency: [] }, /option "concurrency" must be .+ got an array/],
    ['concurrency of decisions', { concurrency: { decisions: 1.5 } }, /option "concurrency" must be .+ where decisions may be 0/],
    ['registration', { registration: 'perl' }, /option "registration" must be one of "javascript", "ruby", got 'perl'/],
    ['swf', { swf: { endpoint: 5 } }, /option "swf\.endpoint" must be the text of a URL/],
    ['drainMs', { drainMs: -1 }, /option "drainMs" must be a number of ms/],
    ['signals', { signals: 'yes' }, /option "signals" must be true or false/],
  ])('%s', async (_, options, message) => {
    const start = JobWorker.start({ activities, ...options })
    await expect(start).rejects.toThrow(TypeError)
    await expect(start).rejects.toThrow(message)
  })
})
