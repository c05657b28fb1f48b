import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { jobs, ResultService, ResultWorker, type Credentials } from '../../lib/index.js'
import { JobWorker } from '../../lib/job-worker/index.js'
import { LocalSwf, type FaultRule } from '../../lib/local-swf/index.js'
import { ResultTaskSender } from '../support/result-tasks.js'
import { nextFault, nextState } from '../support/heard.js'
import { killThreads } from '../support/leaks.js'
import { Observer } from './observer.js'

const SECRETS = ['sEcReT-access-key', 'sEsSiOn+token/with=signs', 'sEcOnD-access-key', 'eNdPoInT-password'] as const
const [secretAccessKey, sessionToken, otherSecret, password] = SECRETS
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey, sessionToken }
const job = { activity: { retry: { maximumAttempts: 0 } } }

/** AWS quotes what was sent where a signature does not match. */
const quoting = {
  kind: 'fault',
  name: 'InvalidSignatureException',
  message: `no match\n\nThe Canonical String should have been\nx-amz-security-token:${sessionToken}`,
} as const

const FAULTS: ReadonlyArray<readonly [said: string, rule: FaultRule]> = [
  ['Rate exceeded', { kind: 'throttling' }],
  ['internal problem', { kind: 'error500' }],
  ['have expired', { kind: 'expired-credentials' }],
  ['connection broke', { kind: 'reset-before' }],
  ['clock of this machine', { kind: 'clock-skew' }],
  ['no match', quoting],
  ['limit of the account', { kind: 'fault', name: 'LimitExceededFault' }],
  ['something unexpected', { kind: 'fault', name: 'BrandNewException', message: `you sent ${sessionToken}` }],
]

let swf: LocalSwf
let observer: Observer
beforeEach(async () => {
  swf = await LocalSwf.start()
  observer = new Observer()
})
afterEach(async () => {
  await ResultWorker.stop({ drainMs: 0 })
  await swf.stop()
})

/** What was seen holds the texts, so that it was looked at at all, and no secret. */
function expectNoSecretIn(seen: string, ...texts: readonly string[]): void {
  for (const text of texts) expect(seen.includes(text), `'${text}' was seen`).toBe(true)
  for (const secret of SECRETS) expect(seen.includes(secret), `${secret} was seen`).toBe(false)
  expect(seen).not.toMatch(/Signature=[\da-f]{64}|x-amz-security-token: ?[^[]/)
}

/** The same as a function gives them, for half of what follows. */
const given = async (): Promise<Credentials> => credentials

describe('credentials are in nothing that anybody sees', () => {
  it('of a service whose polls, starts and thread fail in every way', async () => {
    // One, since of two that fail the first speaks for both.
    const service = new ResultService({ swf: { ...swf.clientOptions, credentials }, maxPollers: 1, signals: false })
    const sender = new ResultTaskSender(swf)
    observer.ask(() => service.health())
    const taskList = await service.start()
    for (const [said, rule] of FAULTS) {
      const heard = nextFault(said)
      swf.inject({ ...rule, operation: 'PollForActivityTask', times: 1 })
      const { key, promise } = service.createResult()
      await sender.deliver(taskList, [[key, 1]])
      await Promise.all([heard, promise])
    }
    for (const name of ['ValidationException', 'AccessDeniedException', 'WorkflowExecutionAlreadyStartedFault']) {
      swf.inject({ kind: 'fault', name, message: `you sent ${sessionToken}`, operation: 'StartWorkflowExecution', times: 1 })
      await observer.seeFailure(() => jobs(service).start('A.b', 1, job))
    }
    const restarted = nextState('running')
    await killThreads()
    await restarted
    const left = service.createResult()
    observer.see(await service.stop({ drainMs: 0 }))
    await observer.seeFailure(() => left.promise)
    sender.destroy()
    expectNoSecretIn(
      observer.end(),
      ...FAULTS.map(([said]) => said),
      'JobStartError',
      'you sent [secret]',
      'exit code',
      'abandoned',
    )
  })

  it('of a service whose start is refused, or whose polls are for good', async () => {
    const named = (name: string): FaultRule => ({ kind: 'fault', name, message: `you sent ${sessionToken}` })
    for (const rule of [quoting, named('ValidationException')]) {
      const remove = swf.inject({ ...rule, operation: 'DescribeActivityType' })
      const service = new ResultService({ swf: { ...swf.clientOptions, credentials: given }, signals: false })
      observer.ask(() => service.health())
      await observer.seeFailure(() => service.start())
      remove()
    }
    const service = new ResultService({ swf: { ...swf.clientOptions, credentials: given }, signals: false })
    await service.start()
    const pending = service.createResult()
    const failed = nextState('failed')
    swf.inject({ ...named('AccessDeniedException'), operation: 'PollForActivityTask' })
    await Promise.all([failed, observer.seeFailure(() => pending.promise)])
    observer.see(service.health())
    expectNoSecretIn(observer.end(), 'StartError', 'WorkerFailedError', 'no match', 'you sent [secret]')
  })

  it('of a JobWorker whose start, polls and answers fail, nor in what it throws on the main thread', async () => {
    const connection = { ...swf.clientOptions, credentials }
    const activities = { A: { b: async () => 1 } }
    const remove = swf.inject(quoting)
    await observer.seeFailure(() => JobWorker.start({ activities, swf: connection }))
    remove()
    const worker = await JobWorker.start({ activities, swf: connection })
    for (const [, rule] of FAULTS) {
      const before = count(swf, rule)
      swf.inject({
        ...rule,
        operation: ['PollForDecisionTask', 'PollForActivityTask', 'RespondDecisionTaskCompleted'],
        times: 2,
      })
      await ResultWorker.start('FlowDefault', { swf: connection, signals: false })
      observer.see(await jobs().run('A.b', 1))
      await expect.poll(() => count(swf, rule)).toBeGreaterThan(before)
      observer.see(worker.health())
    }
    observer.see(await worker.stop({ drainMs: 0 }))
    expectNoSecretIn(observer.end(), 'JobWorker could not start', 'no match')
  })
})

it('what is wrong with options and with what a function gives is said without the values', async () => {
  const activities = { A: { b: async () => 1 } }
  const options: readonly object[] = [
    { credentials },
    { secretAccessKey },
    { swf: { credentials: secretAccessKey } },
    { swf: { credentials: [secretAccessKey] } },
    { swf: { credentials: { accessKeyId: 'a', secret: secretAccessKey } } },
    { swf: { credentials: { accessKeyId: 'a', secretAccessKey: [secretAccessKey] } } },
    { swf: { credentials: { ...credentials, sessionToken: { token: sessionToken } } } },
    { swf: { credentials: { ...credentials, expiration: secretAccessKey } } },
    { swf: { ...credentials } },
    { swf: { endpoint: `https://user:${password}@127.0.0.1:1` } },
    { swf: { endpoint: `user:${password}@nowhere:x` } },
  ]
  for (const option of options) {
    await observer.seeFailure(() => startService(option))
    await observer.seeFailure(() => startWorker({ ...option, activities }))
  }
  const answers: readonly unknown[] = [
    secretAccessKey,
    [secretAccessKey],
    { ...credentials, secretAccessKey: () => secretAccessKey },
    { ...credentials, sessionToken: [sessionToken] },
    { ...credentials, expiration: secretAccessKey },
  ]
  for (const answer of answers) {
    const connection = { ...swf.clientOptions, credentials: async () => answer }
    await observer.seeFailure(() => startWorker({ swf: connection, activities }))
  }
  for (const answer of answers.slice(1, 3)) {
    const connection = { ...swf.clientOptions, credentials: async () => answer }
    await observer.seeFailure(() => startService({ swf: connection, signals: false }))
  }
  await ResultWorker.start('FlowDefault', { swf: { ...swf.clientOptions, credentials }, signals: false })
  const others = { ...credentials, secretAccessKey: otherSecret }
  await observer.seeFailure(() => ResultWorker.start('FlowDefault', { swf: { ...swf.clientOptions, credentials: others } }))
  expectNoSecretIn(observer.end(), 'TypeError', 'a string that is not shown', 'CredentialsProviderError', 'others were asked for')
})

it('of a URL only its origin is shown, wherever it was given, and where another was asked for', async () => {
  const query = 'tOkEn-in-a-query'
  const module = `data:text/javascript,${'/* */'.repeat(400_000)}/* ${password} */ export const dump = 1`
  const urls = [
    `https://user:${password}@127.0.0.1:1`,
    `https://127.0.0.1:1/?token=${password}`,
    `//user:${password}@nowhere`,
    module,
  ]
  const long = `https://${'u'.repeat(3_000)}:${password}@127.0.0.1`
  const activities = { A: { b: async () => 1 } }
  for (const url of [...urls, long, new URL(urls[0] ?? '')]) {
    for (const option of [
      { swf: url },
      { swf: { region: { url } } },
      { taskListPrefix: url },
      { maxPollers: url },
      { domain: url },
    ]) {
      await observer.seeFailure(() => startService(option))
    }
    await observer.seeFailure(() => startWorker(Object.assign(Object.create(null), { activities, swf: url })))
    await observer.seeFailure(() => startWorker({ activities, concurrency: url }))
    await observer.seeFailure(() => startService(Object(url)))
  }
  // Nobody can load these, or nobody answers there.
  for (const url of [...urls.slice(0, 2), module]) {
    await observer.seeFailure(() => startService({ dataConverter: url, swf: swf.clientOptions, signals: false }))
    await observer.seeFailure(() => startWorker({ dataConverter: url, swf: swf.clientOptions, activities }))
  }
  for (const url of urls.slice(0, 2)) await observer.seeFailure(() => startService({ workerUrl: url, signals: false }))
  const connection = { ...swf.clientOptions, endpoint: `http://127.0.0.1:1/path?token=${query}` }
  const silent = new ResultService({ swf: connection, signals: false })
  observer.ask(() => silent.health())
  await observer.seeFailure(() => silent.start())
  await observer.seeFailure(() => startWorker({ swf: connection, activities }))
  await ResultWorker.start('FlowDefault', { swf: swf.clientOptions, signals: false })
  await observer.seeFailure(() => ResultWorker.start('FlowDefault', { swf: connection }))
  await observer.seeFailure(() => ResultWorker.start('FlowDefault', { dataConverter: module }))
  await observer.seeFailure(() => ResultWorker.start('FlowDefault', { workerUrl: `https://user:${password}@127.0.0.1:1` }))
  const seen = observer.end()
  expectNoSecretIn(seen, 'http://127.0.0.1:1', 'data:…', 'ResultWorkerConflictError', 'the signs of a URL')
  expect(seen.includes(query), 'the query was seen').toBe(false)
  expect(seen.length).toBeLessThan(1_000_000)
})

it.each([
  ['that is none', `http://user:${password}@x y:99999/`, 'the endpoint is not a URL'],
  ['where nobody answers', `http://user:${password}@127.0.0.1:1/?token=${password}`, 'nothing answers at the endpoint'],
])('of an endpoint in the environment %s nothing is shown', async (_, url, message) => {
  vi.stubEnv('AWS_ENDPOINT_URL_SWF', url)
  onTestFinished(() => void vi.unstubAllEnvs())
  const connection = { region: 'us-east-1', credentials }
  const service = new ResultService({ swf: connection, signals: false })
  observer.ask(() => service.health())
  await observer.seeFailure(() => service.start())
  await observer.seeFailure(() => startWorker({ swf: connection, activities: { A: { b: async () => 1 } } }))
  expectNoSecretIn(observer.end(), message, 'JobWorker could not start')
})

/** As JavaScript callers do, who have no compiler. */
async function startService(options: object): Promise<void> {
  const service: unknown = Reflect.construct(ResultService, [options])
  if (service instanceof ResultService) await service.start()
}

async function startWorker(options: object): Promise<void> {
  await Reflect.apply(Reflect.get(JobWorker, 'start'), JobWorker, [options])
}

function count({ injected }: LocalSwf, { kind }: FaultRule): number {
  return Object.values(injected).reduce((sum, kinds) => sum + (kinds[kind] ?? 0), 0)
}
