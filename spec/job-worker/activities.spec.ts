import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { JobWorker, type JobContext } from '../../lib/job-worker/index.js'
import { gate } from '../support/gate.js'
import { LocalJobs } from './local-jobs.js'

class OrderRejected extends Error {
  readonly status = 409
  readonly order = { id: 'o-1', lines: [1, 2] }
}

class Inherited {
  readonly factor = 3
  multiply(input: number): number {
    return input * this.factor
  }
}

class Catalogue extends Inherited {
  static readonly unused = 1
  async find({ id }: { readonly id: string }): Promise<{ readonly id: string; readonly price: number }> {
    return { id, price: this.multiply(5) }
  }
}

const hostile = Object.defineProperties(new Error('kept'), {
  trap: {
    enumerable: true,
    get() {
      throw new Error('getter')
    },
  },
})

const thrown: Record<string, unknown> = {
  aString: 'just text',
  undefinedValue: undefined,
  nullValue: null,
  aNumber: 42,
  aSymbol: Symbol('sign'),
  anObject: { code: 7 },
  fieldsAndCause: new OrderRejected('no stock', { cause: new RangeError('at most 3', { cause: 'deep' }) }),
  frozen: Object.freeze(new TypeError('frozen')),
  aggregate: new AggregateError([new Error('one'), new TypeError('two')], 'several'),
  getterThatThrows: hostile,
  noMessage: new OrderRejected(),
  proxy: new Proxy(new Error('behind'), {
    get() {
      throw new Error('no')
    },
  }),
}

const twoRun = gate()
const held = { first: gate(), second: gate() }
let running = 0
let mostRunning = 0

const activities = {
  Catalogue: new Catalogue(),
  Throws: {
    async any({ name }: { readonly name: string }) {
      throw thrown[name]
    },
    sync() {
      throw new OrderRejected('not async')
    },
  },
  Results: {
    async echo(input: unknown) {
      return input
    },
    async nothing() {},
    async context(_input: unknown, context: JobContext) {
      return { ...context }
    },
    async tooLong() {
      return 'x'.repeat(40_000)
    },
    async tooLongForItsResultTask() {
      return 'x'.repeat(32_750)
    },
    async functionInside() {
      return { deep: [{ run: () => 1 }] }
    },
  },
  Held: {
    async hold({ by }: { readonly by: keyof typeof held }) {
      running += 1
      mostRunning = Math.max(mostRunning, running)
      if (running === 2) twoRun.open()
      await held[by].opened
      running -= 1
      return by
    },
  },
}

let jobs: LocalJobs
let worker: JobWorker

beforeAll(async () => {
  jobs = await LocalJobs.start()
  worker = await JobWorker.start({ activities, concurrency: 2, swf: jobs.swf.clientOptions, signals: false })
})

afterAll(async () => {
  await worker.stop({ drainMs: 0 })
  await jobs.stop()
})

describe('an activity', () => {
  it('is called with its class’s object as this, inherited methods too', async () => {
    expect(await jobs.run('Catalogue.find', { id: 'a' })).toStrictEqual({ status: 'completed', value: { id: 'a', price: 15 } })
    expect(await jobs.run('Catalogue.multiply', 7)).toStrictEqual({ status: 'completed', value: 21 })
  })

  it('gets any plain data, and its result is any plain data', async () => {
    const value = { text: '"\n😀', list: [1, null, true, [-0.5]], nested: { empty: {} } }
    expect(await jobs.run('Results.echo', value)).toStrictEqual({ status: 'completed', value })
    expect(await jobs.run('Results.echo')).toStrictEqual({ status: 'completed', value: null })
    expect(await jobs.run('Results.nothing')).toStrictEqual({ status: 'completed', value: null })
  })

  it('knows the job that it runs for', async () => {
    const { outcome, execution } = await jobs.runToEnd('Results.context')
    expect(outcome).toStrictEqual({ status: 'completed', value: { ...execution, activityId: 'Activity1' } })
  })

  it('has a task list of its class, which no other class can fill', async () => {
    const first = Array.from({ length: 5 }, () => jobs.run('Held.hold', { by: 'first' }))
    const second = jobs.run('Held.hold', { by: 'second' })
    expect(await jobs.run('Results.echo', 'meanwhile')).toMatchObject({ value: 'meanwhile' })
    await twoRun.opened
    held.first.open()
    held.second.open()
    expect(await Promise.all(first)).toHaveLength(5)
    expect(await second).toMatchObject({ value: 'second' })
    expect(mostRunning).toBe(2)
  })
})

describe('an activity that throws', () => {
  it.each<[string, object]>([
    ['aString', { type: 'string', message: 'just text' }],
    ['undefinedValue', { type: 'undefined', message: 'undefined' }],
    ['nullValue', { type: 'null', message: 'null' }],
    ['aNumber', { type: 'number', message: '42' }],
    ['aSymbol', { type: 'symbol', message: 'Symbol(sign)' }],
    ['anObject', { type: 'Object', message: '{"code":7}', fields: { code: 7 } }],
    [
      'fieldsAndCause',
      {
        type: 'OrderRejected',
        message: 'no stock',
        stack: expect.stringMatching(/^ {4}at .+activities\.spec/),
        fields: { status: 409, order: { id: 'o-1', lines: [1, 2] } },
        cause: { type: 'RangeError', message: 'at most 3', cause: { type: 'string', message: 'deep' } },
      },
    ],
    ['frozen', { type: 'TypeError', message: 'frozen' }],
    ['aggregate', { type: 'AggregateError', fields: { errors: [{ message: 'one' }, { type: 'TypeError', message: 'two' }] } }],
    ['getterThatThrows', { message: 'kept', fields: { trap: '[reading it threw: getter]' } }],
    ['noMessage', { type: 'OrderRejected', message: '' }],
    ['proxy', { message: '[reading it threw: no]' }],
  ])('%s fails its job with just that', async (name, failure) => {
    expect(await jobs.run('Throws.any', { name })).toMatchObject({ status: 'failed', code: 'ERR_RESULT_JOB_FAILED', failure })
  })

  it('synchronously fails its job too', async () => {
    expect(await jobs.run('Throws.sync')).toMatchObject({
      status: 'failed',
      failure: { type: 'OrderRejected', message: 'not async' },
    })
  })
})

describe('a result that cannot be sent', () => {
  it('fails its job and says what takes how many characters', async () => {
    const outcome = await jobs.run('Results.tooLong')
    expect(outcome).toMatchObject({
      status: 'failed',
      failure: { message: 'The result of Results.tooLong has 40005 characters, and SWF takes at most 32768' },
    })
  })

  it('fails its job and names the place of what is no plain data', async () => {
    expect(await jobs.run('Results.functionInside')).toMatchObject({
      status: 'failed',
      failure: {
        message: expect.stringMatching(/^The result of Results\.functionInside cannot be sent: .+\.deep\[0\]\.run is a function/),
      },
    })
  })

  it('in its result task completes its job, and the caller is told', async () => {
    const { outcome, execution } = await jobs.runToEnd('Results.tooLongForItsResultTask')
    expect(outcome).toMatchObject({
      status: 'failed',
      failure: { message: expect.stringMatching(/The job succeeded, but .+ and SWF takes at most 32768/) },
    })
    expect((await jobs.closed(execution))?.eventType).toBe('WorkflowExecutionCompleted')
  })
})

describe('a job that cannot be run', () => {
  it('since its activity is mistyped fails, and names the nearest', async () => {
    expect(await jobs.run('Catalogue.fnid', {})).toMatchObject({
      status: 'failed',
      code: 'ERR_RESULT_JOB_NOT_SCHEDULED',
      failure: { message: expect.stringMatching(/Catalogue\.fnid 1\.0 is not registered .+ did you mean Catalogue\.find\?/) },
    })
  })

  it('since its version is another than the JobWorker’s says so', async () => {
    const { failure } = Object(await jobs.run('Catalogue.find', {}, '2.0'))
    expect(failure).toMatchObject({ message: expect.stringContaining('its JobWorker serves version 1.0') })
  })

  it('since nobody can read its input fails with the reason', async () => {
    const end = await jobs.closed(await jobs.startExecution('unreadable', '--- hello\n'))
    expect(end?.workflowExecutionFailedEventAttributes?.reason).toMatch(/must be a list of one hash/)
  })
})

it('runs a job that nobody waits for to its end', async () => {
  const end = await jobs.closed(await jobs.startJob('Catalogue.multiply', 2, false))
  expect(end?.workflowExecutionCompletedEventAttributes?.result).toBe('--- 6\n')
})

it('counts what it did', () => {
  const { completed, failed, decisions, lastPollAt, ...rest } = worker.health()
  expect(rest).toStrictEqual({
    ok: true,
    state: 'running',
    domain: 'FlowDefault',
    region: 'us-east-1',
    running: 0,
    late: 0,
    unanswered: 0,
    lastError: undefined,
  })
  expect(Math.min(completed, failed, decisions, lastPollAt ?? 0)).toBeGreaterThan(0)
})
