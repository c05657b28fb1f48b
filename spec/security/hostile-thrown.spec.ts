import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { jobs, JobFailedError, ResultService, StartError } from '../../lib/index.js'
import { JobWorker } from '../../lib/job-worker/index.js'
import { LocalSwf } from '../../lib/local-swf/index.js'
import { classifyFault } from '../../lib/swf/faults/classify-fault.js'

function trap(): never {
  throw Object.create(null)
}
const traps = { get: trap, ownKeys: trap, getPrototypeOf: trap, has: trap, getOwnPropertyDescriptor: trap }
const once = { activity: { retry: { maximumAttempts: 0 } } }

/** What code of others may throw: each is made when it is thrown. */
const THROWN: Readonly<Record<string, () => unknown>> = {
  null: () => null,
  'a proxy that throws on every access': () => new Proxy({}, traps),
  'an error whose members throw': () => Object.defineProperties(new Error('m'), { stack: { get: trap }, message: { get: trap } }),
  'what a hostile server answered, carriage returns': () => new Error(`bad answer: ${'\r'.repeat(300_000)}`),
  'what a hostile server answered, line separators': () => new Error(`bad answer: ${'\u2028'.repeat(300_000)}`),
  'an object without a prototype': () => Object.create(null),
  'a bigint of a million digits': () => 10n ** 1_000_000n,
  'a symbol': () => Symbol('s'),
  'an AggregateError of 100,000': () => new AggregateError(Array.from({ length: 100_000 }, () => new Error('one'))),
}
const names = Object.keys(THROWN)

function thrownNumber(index: number): never {
  throw THROWN[names[index] ?? '']?.()
}

const activities = {
  Thrown: {
    async fail(index: number): Promise<void> {
      thrownNumber(index)
    },
    async answer(index: number): Promise<unknown> {
      return {
        get [`${index}`]() {
          return thrownNumber(index)
        },
      }
    },
    async quick(): Promise<number> {
      return 1
    },
  },
}

let swf: LocalSwf
let worker: JobWorker
let service: ResultService
beforeAll(async () => {
  swf = await LocalSwf.start()
  worker = await JobWorker.start({ activities, swf: swf.clientOptions, signals: false })
  service = new ResultService({ swf: swf.clientOptions, signals: false })
  await service.start()
})
afterAll(async () => {
  await service.stop({ drainMs: 0 })
  await worker.stop({ drainMs: 0 })
  await swf.stop()
})

describe('whatever an activity throws', () => {
  it.each(names)('%s: the job fails, and the worker goes on at once', async (name) => {
    const { run } = jobs<typeof activities>(service)
    const failed = run('Thrown.fail', names.indexOf(name), once)
    // Queued behind it, and run by the same main loop.
    const quick = run('Thrown.quick', undefined, { ...once, timeoutMs: 15_000 })
    await expect(failed).rejects.toBeInstanceOf(JobFailedError)
    expect(await quick).toBe(1)
  })

  it('it answers what cannot be read: the job fails with the path', async () => {
    const answered = jobs<typeof activities>(service).run('Thrown.answer', 1, once)
    await expect(answered).rejects.toThrow('The result of Thrown.answer cannot be sent: the value at .1 is an accessor')
  })
})

describe('whatever a function for credentials throws', () => {
  it.each(names)('%s: a start is refused with a StartError', async (name) => {
    const connection = { ...swf.clientOptions, credentials: async () => thrownNumber(names.indexOf(name)) }
    const refused = new ResultService({ swf: connection, signals: false }).start()
    await expect(refused).rejects.toMatchObject({ name: 'StartError', code: 'ERR_RESULT_CREDENTIALS' })
    const alsoRefused = JobWorker.start({ activities, swf: connection, signals: false })
    await expect(alsoRefused).rejects.toBeInstanceOf(StartError)
    await expect(alsoRefused).rejects.toMatchObject({ code: 'ERR_RESULT_CREDENTIALS' })
  })
})

describe('whatever a request to SWF throws', () => {
  it.each(names)('%s: it is a fault in one short line', (name) => {
    const { reason } = classifyFault(THROWN[name]?.())
    expect(reason).toMatch(/^.{1,2500}$/)
  })
})

describe('whatever a data converter throws', () => {
  it.each(names.slice(0, 2))('%s: the job fails, and the worker goes on', async (name) => {
    const thrown = name === 'null' ? 'null' : 'new Proxy({}, { get() { throw null }, getPrototypeOf() { throw null } })'
    const source = `
      export function dump(value) {
        const text = JSON.stringify(value)
        if (text === '"hostile"') throw ${thrown}
        return text
      }
      export const load = JSON.parse`
    const dataConverter = `data:text/javascript,${encodeURIComponent(source)}`
    const options = { domain: 'Converted', dataConverter, swf: swf.clientOptions, signals: false } as const
    const other = new ResultService(options)
    await other.start()
    const answering = { Texts: { say: async (_text: string) => 'ordinary', fail: async () => 'hostile' } }
    const converting = await JobWorker.start({ ...options, activities: answering })
    const { run } = jobs<typeof answering>(other)
    await expect(run('Texts.say', 'ordinary', once)).resolves.toBe('ordinary')
    await expect(run('Texts.fail', undefined, once)).rejects.toThrow(
      /The result of Texts\.fail cannot be sent: (?:null|it threw what cannot be read)/,
    )
    await expect(run('Texts.say', 'ordinary', once)).resolves.toBe('ordinary')
    await other.stop({ drainMs: 0 })
    await converting.stop({ drainMs: 0 })
  })
})
