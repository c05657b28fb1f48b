import { afterEach, describe, expect, test, vi } from 'vitest'
import { jobs, ResultService, StartError } from '../../lib/index.js'
import { JobWorker } from '../../lib/job-worker/index.js'
import { LocalSwf } from '../../lib/local-swf/index.js'
import { ManualClock } from '../support/manual-clock.js'

const activities = {
  Texts: {
    async echo(value: unknown) {
      return value
    },
    async shout(text: string) {
      return { text: text.toUpperCase() }
    },
    async fail({ code }: { readonly code: number }): Promise<never> {
      throw Object.assign(new RangeError('no'), { code, at: new Date(0), cause: new TypeError('deeper') })
    },
    async wrong() {
      return { at: new Date(0) }
    },
  },
}

/** Reverses the JSON, so that nobody else can read it. */
const BACKWARDS = new URL(
  `data:text/javascript,${encodeURIComponent(`
    const reversed = (text) => [...text].reverse().join('')
    export const dump = (value) => reversed(JSON.stringify(value))
    export const load = (text) => JSON.parse(reversed(text))
  `)}`,
)

const cleanUps: Array<() => Promise<unknown>> = []
const once = { activity: { retry: { maximumAttempts: 0 } } }

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

async function localSwf(): Promise<LocalSwf> {
  const swf = await LocalSwf.start()
  cleanUps.push(() => swf.stop())
  return swf
}

describe.each([
  ['json', 'json', /^\[\{"key":"result_key: [^"]+","result":\{"text":"HI"\}\}\]$/],
  ['a module', BACKWARDS, /^\]\}\}"IH":"txet"\{:"tluser","[^"]+ :yek_tluser":"yek"\{\[$/],
] as const)('jobs with the data converter %s', (_, dataConverter, resultInput) => {
  async function started() {
    const swf = await localSwf()
    const worker = await JobWorker.start({ activities, dataConverter, swf: swf.clientOptions, signals: false })
    cleanUps.push(() => worker.stop({ drainMs: 0 }))
    const service = new ResultService({ dataConverter, swf: swf.clientOptions, signals: false })
    cleanUps.push(() => service.stop({ drainMs: 0 }))
    return { swf, ...jobs<typeof activities>(service) }
  }

  test('have every text on the wire written by it', async () => {
    const { swf, run } = await started()
    expect(await run('Texts.shout', 'hi', { workflow: { id: 'shout' } })).toStrictEqual({ text: 'HI' })
    await swf.waitForExecution('shout', 'COMPLETED')
    const scheduled = swf.history('shout').flatMap((event) => event.activityTaskScheduledEventAttributes?.input ?? [])
    expect(scheduled.at(-1)).toMatch(resultInput)
    expect(scheduled).toHaveLength(2)
  })

  test('bring what was thrown, with its fields and cause', async () => {
    const { run } = await started()
    await expect(run('Texts.fail', { code: 7 }, once)).rejects.toMatchObject({
      code: 'ERR_RESULT_JOB_FAILED',
      type: 'RangeError',
      message: 'no',
      stack: expect.stringContaining('data-converters.spec'),
      fields: expect.objectContaining({ code: 7 }),
      cause: expect.objectContaining({ message: 'deeper' }),
    })
  })

  test('bring a result that looks like a failure as the value that it is', async () => {
    const { run } = await started()
    const lookalike = { failure: { $ruby: 'exception', className: 'Evil', message: 'gotcha', variables: {} } }
    expect(await run('Texts.echo', lookalike)).toStrictEqual(lookalike)
  })

  test('say which result cannot be written', async () => {
    if (dataConverter === BACKWARDS) return
    const { run } = await started()
    await expect(run('Texts.wrong')).rejects.toThrow(
      /result of Texts.wrong cannot be sent: the value at \.at is an instance of Date/,
    )
  })
})

test('a job’s input that cannot be written is refused at the start, by its own path', async () => {
  const swf = await localSwf()
  const service = new ResultService({ dataConverter: 'json', swf: swf.clientOptions, signals: false })
  cleanUps.push(() => service.stop({ drainMs: 0 }))
  const { run } = jobs(service)
  await expect(run('Texts.shout', { order: { id: 5n } })).rejects.toThrow(/the value at \.order\.id is a bigint/)
  expect(service.health().pending).toBe(0)
})

test('a worker with another data converter fails the job and says so', async () => {
  const swf = await localSwf()
  const worker = await JobWorker.start({ activities, swf: swf.clientOptions, signals: false })
  cleanUps.push(() => worker.stop({ drainMs: 0 }))
  const service = new ResultService({ dataConverter: 'json', swf: swf.clientOptions, signals: false })
  cleanUps.push(() => service.stop({ drainMs: 0 }))
  await jobs(service).start('Texts.shout', 'hi', { workflow: { id: 'mixed' } })
  await swf.waitForExecution('mixed', 'FAILED')
  const reason = swf.history('mixed').at(-1)?.workflowExecutionFailedEventAttributes?.reason
  expect(reason).toContain('Input hash must contain key :definition')
})

test('a stop does not wait for what a module keeps open', async () => {
  const swf = await localSwf()
  const dataConverter = `data:text/javascript,setInterval(() => {}, 1000); export const dump = JSON.stringify; export const load = JSON.parse`
  // Its guard never ends a thread.
  const service = new ResultService({ dataConverter, swf: swf.clientOptions, signals: false }, undefined, new ManualClock())
  await service.start()
  await service.stop({ drainMs: 0 })
  expect(service.health().state).toBe('stopped')
})

test('a job without a result runs with a module whose dump is JSON.stringify', async () => {
  const dataConverter = 'data:text/javascript,export const dump = JSON.stringify; export const load = JSON.parse'
  const swf = await localSwf()
  const worker = await JobWorker.start({
    activities: { Texts: { none() {} } },
    dataConverter,
    swf: swf.clientOptions,
    signals: false,
  })
  cleanUps.push(() => worker.stop({ drainMs: 0 }))
  const service = new ResultService({ dataConverter, swf: swf.clientOptions, signals: false })
  cleanUps.push(() => service.stop({ drainMs: 0 }))
  expect(await jobs(service).run('Texts.none')).toBeNull()
})

test('a result that cannot leave the thread fails its own job only', async () => {
  const swf = await localSwf()
  const worker = await JobWorker.start({ activities, dataConverter: 'json', swf: swf.clientOptions, signals: false })
  cleanUps.push(() => worker.stop({ drainMs: 0 }))
  const load = '(text) => JSON.parse(text, (key, value) => (value === "HI" ? () => 1 : value))'
  const dataConverter = `data:text/javascript,export const dump = JSON.stringify; export const load = ${encodeURIComponent(load)}`
  const clock = new ManualClock()
  const service = new ResultService({ dataConverter, swf: swf.clientOptions, signals: false }, undefined, clock)
  cleanUps.push(() => service.stop({ drainMs: 0 }))
  const { start, run } = jobs(service)
  const { result } = await start('Texts.shout', 'hi', { workflow: { id: 'hi' }, timeoutMs: 20_000 })
  await vi.waitFor(() => expect(swf.history('hi').map(({ eventType }) => eventType)).toContain('ActivityTaskFailed'), 10_000)
  clock.advance(20_000)
  await expect(result).rejects.toThrow(/its result cannot be read: .+ the value at \.text is a function/)
  expect(await run('Texts.shout', 'ho')).toStrictEqual({ text: 'HO' })
})

describe('a module that is no data converter', () => {
  const dataConverter = 'data:text/javascript,export const dump = 1'

  test.each([
    ['ResultWorker', (swf: LocalSwf) => new ResultService({ dataConverter, swf: swf.clientOptions }).start()],
    ['JobWorker', (swf: LocalSwf) => JobWorker.start({ activities, dataConverter, swf: swf.clientOptions })],
  ])('is refused when %s starts', async (who, start) => {
    const swf = await localSwf()
    const refused = start(swf)
    await expect(refused).rejects.toThrow(StartError)
    await expect(refused).rejects.toMatchObject({
      code: 'ERR_RESULT_DATA_CONVERTER',
      message: expect.stringMatching(new RegExp(`^${who} could not start .+ it exports no functions dump and load`)),
    })
  })

  test('is refused before anything starts when it is no URL', () => {
    expect(() => new ResultService({ dataConverter: './converter.js' })).toThrow(
      /option "dataConverter" must be "yaml", "json", or the URL of a module/,
    )
  })
})
