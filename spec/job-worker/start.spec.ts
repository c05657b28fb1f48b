import { SWF } from '@aws-sdk/client-swf'
import { afterEach, describe, expect, it } from 'vitest'
import { StartError } from '../../lib/errors.js'
import { JobWorker, type JobWorkerOptions } from '../../lib/job-worker/index.js'
import { LocalSwf } from '../../lib/local-swf/index.js'
import { capture } from '../fixtures/wire/capture.js'
import { CannedServer, fault, hang, ok } from '../support/canned-server.js'

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

  it('may be up to others: a policy that denies it, and the look at it, does not stop a start', async () => {
    const server = await cannedServer()
    for (const operation of ['RegisterDomain', 'RegisterWorkflowType', 'RegisterActivityType', 'DescribeActivityType']) {
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
