import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { ResultService, ResultWorker, jobs } from '../lib/index.js'
import { JobWorker } from '../lib/job-worker/index.js'

describe('wrong options are a TypeError that names the option, what was expected and what came', () => {
  test.each<[object, string]>([
    [{ drain: 1 }, 'unknown option "drain"; the options here are swf, register,'],
    [{ drainMs: '8s' }, 'option "drainMs" must be a number of ms, 0 or more, or Infinity, got \'8s\' (string)'],
    [{ drainMs: NaN }, 'got NaN (number)'],
    [{ register: 1 }, 'option "register" must be true or false'],
    [{ maxPollers: 0 }, 'option "maxPollers" must be a whole number from 1 to 1000'],
    [{ taskListPrefix: 'a:b' }, 'option "taskListPrefix" must be an SWF name'],
    [{ swf: { endpoint: 'nowhere' } }, 'option "swf.endpoint" must be the text of a URL'],
    [{ swf: { regoin: 'us-east-1' } }, 'unknown option "swf.regoin"'],
    [{ swf: 'us-east-1' }, 'option "swf" must be a plain object'],
    [{ swf: { credentials: { accessKeyId: 'id', secret: 'hush' } } }, 'option "swf.credentials" must be an object'],
    [{ workerUrl: 'not a url' }, 'option "workerUrl" must be a URL'],
    [new Map([['drainMs', 0]]), 'the options must be a plain object, got an instance of Map'],
    [[], 'the options must be a plain object, got an array'],
    [{ swf: new URL('http://localhost') }, 'option "swf" must be a plain object, got an instance of URL'],
  ])('%j', (options, message) => {
    expect(() => new ResultService(options)).toThrow(TypeError)
    expect(() => new ResultService(options)).toThrow(message)
  })

  const trap = (): never => {
    throw new RangeError('trapped')
  }
  const getter = (name: string): object => Object.defineProperty({}, name, { get: trap, enumerable: true })
  const hostile: Readonly<Record<string, readonly [options: object, message: RegExp]>> = {
    'a getter that throws': [getter('drainMs'), /: option "drainMs" cannot be read: trapped$/],
    'a getter of a group': [{ swf: getter('region') }, /: option "swf.region" cannot be read: trapped$/],
    'a proxy that throws at its keys': [new Proxy({}, { ownKeys: trap }), /: the options cannot be read: trapped$/],
    'a proxy that throws at its prototype': [new Proxy({}, { getPrototypeOf: trap }), /: the options must be a plain object/],
    'a proxy that throws at all': [
      { swf: new Proxy({}, { getPrototypeOf: trap, ownKeys: trap, get: trap, has: trap }) },
      /: option "swf" must be a plain object, got an object that cannot be read$/,
    ],
    'a proxy in the place of a value': [
      { swf: { credentials: new Proxy({}, { has: trap }) } },
      /: option "swf.credentials" must be/,
    ],
    'an instance without a class': [{ swf: Object.create({ constructor: undefined }) }, /got an instance of a class$/],
    'an instance whose class throws': [{ swf: Object.create(getter('constructor')) }, /got an instance of a class$/],
    'an instance whose class has no name': [{ swf: Object.create({ constructor: 1 }) }, /got an instance of a class$/],
    'keys without end': [
      { register: Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`${at}`.repeat(99), 1])) },
      /^.{1,900}, …$/,
    ],
    'a name without end': [{ ['x'.repeat(1_000_000)]: 1 }, /unknown option "x{256}"/],
    'a text without end': [{ register: 'x'.repeat(1_000_000) }, /^.{1,200}$/],
    'a bigint without end': [{ maxPollers: 10n ** 100_000n }, /got a bigint$/],
    'a symbol without end': [{ maxPollers: Symbol('x'.repeat(1_000_000)) }, /got a symbol$/],
    'a function with secrets on it': [{ maxPollers: Object.assign(trap, { token: 'hush' }) }, /got a function$/],
  }

  test.each(Object.keys(hostile))('%s', async (name) => {
    const [options, message] = hostile[name] ?? expect.fail()
    expect(() => new ResultService(options)).toThrow(TypeError)
    expect(() => new ResultService(options)).toThrow(message)
    await expect(ResultWorker.start('FlowDefault', options)).rejects.toThrow(TypeError)
    const service = new ResultService()
    await expect(jobs(service).run('A.b', 1, options)).rejects.toThrow(TypeError)
    await expect(jobs(service).start('A.b', 1, options)).rejects.toThrow(TypeError)
    expect(() => jobs(JSON.parse('{}', () => options))).toThrow(TypeError)
    await expect(service.stop(options)).rejects.toThrow(TypeError)
  })

  test('a member that is undefined counts as left out, also where it is no option', async () => {
    const options = { drainMs: undefined, swf: { region: undefined, result: undefined }, domain: undefined, result: undefined }
    expect(() => new ResultService(options)).not.toThrow()
    // The name is wrong: the options before it were not.
    const call = { result: undefined, timeoutMs: undefined, activity: { retry: { result: undefined, shouldJitter: true } } }
    await expect(jobs(new ResultService()).run('noPoint', 1, call)).rejects.toThrow('a job is named')
  })

  test('an object of another realm, or without a prototype, is as plain as any', () => {
    expect(() => new ResultService(runInNewContext('({ swf: { region: "us-east-1" } })'))).not.toThrow()
    expect(() => new ResultService(Object.assign(Object.create(null), { drainMs: 0 }))).not.toThrow()
  })

  test('a message shows no secret', () => {
    expect(() => new ResultService({ swf: { credentials: JSON.parse('{"secretAccessKey":"hush","accessKey":"id"}') } })).toThrow(
      /^(?!.*hush)/s,
    )
  })

  test('credentials that are a text are not shown', () => {
    expect(() => new ResultService(JSON.parse('{"swf":{"credentials":"hush"}}'))).toThrow(
      /^(?!.*hush).*a string that is not shown/s,
    )
  })

  test('credentials with a member that is wrong', () => {
    const credentials = JSON.parse('{"accessKeyId":"id","secretAccessKey":"hush","expiration":"whenever"}')
    expect(() => new ResultService({ swf: { credentials } })).toThrow('credentials: expiration must be a valid Date')
  })

  test('credentials with a member that is wrong, of a JobWorker too', async () => {
    const credentials = JSON.parse('{"accessKeyId":"id","secretAccessKey":"hush","sessionToken":5}')
    const said = 'credentials: sessionToken must be a string, not number'
    expect(() => new ResultService({ swf: { credentials } })).toThrow(said)
    await expect(JobWorker.start({ activities: {}, swf: { credentials } })).rejects.toThrow(new TypeError(said))
  })

  test('but not credentials with null for what is left out, as they are in JSON', () => {
    const credentials = JSON.parse('{"accessKeyId":"id","secretAccessKey":"s","sessionToken":null,"expiration":null}')
    expect(() => new ResultService({ swf: { credentials } })).not.toThrow()
  })

  test('a domain among the options of ResultWorker.start, whose first argument it is', async () => {
    await expect(ResultWorker.start(undefined, JSON.parse('{"domain":"Mine"}'))).rejects.toThrow(
      'the domain is the first argument',
    )
  })

  test('options of ResultWorker.start that are a list', async () => {
    await expect(ResultWorker.start(undefined, JSON.parse('[]'))).rejects.toThrow(
      'the options must be a plain object, got an array',
    )
  })

  test.each([
    ['"Mine"', 'got a string'],
    ['null', 'got null'],
  ])('%s for jobs, which takes a service or an object', (target, message) => {
    expect(() => jobs(JSON.parse(target))).toThrow(`jobs: the options must be a plain object, ${message}`)
  })

  test('a domain that SWF would not take', async () => {
    await expect(ResultWorker.start('a/b')).rejects.toThrow(TypeError)
    expect(() => jobs({ domain: '' })).toThrow(TypeError)
  })

  test.each<[string, unknown, object, string]>([
    ['noPoint', 1, {}, 'a job is named "Class.method"'],
    ['Class.', 1, {}, 'a job is named "Class.method"'],
    ['a:b.run', 1, {}, 'a job is named "Class.method"'],
    ['Class.run', 1, { timeout: 1 }, 'the job Class.run: unknown option "timeout"'],
    ['Class.run', 1, { timeoutMs: -1 }, 'option "timeoutMs" must be'],
    ['Class.run', 1, { workflow: { tags: ['a', 'b', 'c', 'd', 'e'] } }, 'option "workflow.tags" must be an array of at most 4'],
    [
      'Class.run',
      1,
      { workflow: { executionStartToCloseTimeoutMs: 1_500 } },
      'option "workflow.executionStartToCloseTimeoutMs" must be',
    ],
    [
      'Class.run',
      1,
      { activity: { timeouts: { heartbeatMs: 0.5 } } },
      'option "activity.timeouts.heartbeatMs" must be a whole number of seconds in ms',
    ],
    ['Class.run', 1, { workflow: new Map() }, 'option "workflow" must be a plain object, got an instance of Map'],
    [
      'Class.run',
      1,
      { activity: { retry: new Date() } },
      'option "activity.retry" must be a plain object, got an instance of Date',
    ],
    ['Class.run', { at: new Map() }, {}, 'the input of Class.run: the value at .at is an instance of Map'],
  ])('job %s(%j, %j)', async (name, input, options, message) => {
    await expect(jobs(new ResultService()).run(name, input, options)).rejects.toThrow(message)
    await expect(jobs(new ResultService()).start(name, input, options)).rejects.toThrow(TypeError)
  })
})
