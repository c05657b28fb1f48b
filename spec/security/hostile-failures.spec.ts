import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { JobFailedError, ResultService, ResultTimeoutError, ResultWorkerStoppedError } from '../../lib/index.js'
import { Receiver } from './receiver.js'

const FIELDS = (
  '__proto__ constructor then catch toString valueOf toJSON inspect hasOwnProperty ' +
  'name message stack cause errors code type fields workflowId runId'
).split(' ')
const fields = `{${FIELDS.map((name) => `"${name}": {"hostile": "${name}"}`).join(', ')}, "status": 409}`
const exception = (members: string, className = 'StandardError'): string =>
  `!ruby/exception:${className} {message: boom, ${members}}`

let receiver: Receiver
beforeAll(async () => {
  receiver = await Receiver.start()
})
afterAll(() => receiver.stop())

/** Of a Ruby failure, by the receiver; or of a JSON one, by a service that reads JSON. */
async function failureOf(failure: string, json?: ResultService): Promise<JobFailedError> {
  const { key, taskList, promise } = (json ?? receiver.service).createResult()
  const member = json ? `"failure": ${failure}` : `"result": {"failure": ${failure}}`
  await receiver.sender.send([{ taskList, input: `[{"key": ${JSON.stringify(key)}, ${member}}]` }])
  const error: unknown = await promise.catch((thrown: unknown) => thrown)
  if (error instanceof JobFailedError) return error
  throw new Error(`the job did not fail: ${String(error)}`)
}

function expectAnErrorLikeAnyOther(error: JobFailedError): void {
  expect(error).toMatchObject({ name: 'JobFailedError', code: 'ERR_RESULT_JOB_FAILED', message: 'boom' })
  expect(Object.getPrototypeOf(error)).toBe(JobFailedError.prototype)
  expect(String(error)).toBe('JobFailedError: boom')
  expect(error.stack).toBeTypeOf('string')
  expect(inspect(error, { depth: null })).toContain('boom')
  expect(JSON.stringify(error)).toContain('ERR_RESULT_JOB_FAILED')
  expect({}).not.toHaveProperty('hostile')
}

describe('fields that are called like members of an error', () => {
  it.each([
    ['of a JavaScript error', exception(`javascript_class: OrderRejected, fields: ${fields}`)],
    ['of a Ruby exception', exception(fields.slice(1, -1).replace(/"message".*?}, /, ''))],
    ['of a cause', exception(`cause: ${exception(`javascript_class: X, fields: ${fields}`)}`)],
  ])('%s replace none of them', async (_, failure) => {
    const error = await failureOf(failure)
    expectAnErrorLikeAnyOther(error)
    const bearer: object = error.cause instanceof Error ? error.cause : error
    expect(bearer).toMatchObject({ message: 'boom', status: 409 })
    expect(inspect(bearer, { depth: null })).toContain('boom')
    // A `then` of a string or an object is data: an await does not call it.
    expect(await Promise.resolve(bearer)).toBe(bearer)
    expect(Object.getPrototypeOf(bearer)).not.toHaveProperty('hostile')
  })

  it('are all in `fields`, as they came', async () => {
    const error = await failureOf(exception(`javascript_class: OrderRejected, fields: ${fields}`))
    expect(Object.keys(error.fields).toSorted()).toEqual([...FIELDS, 'status'].toSorted())
    expect(Object.getOwnPropertyDescriptor(error.fields, '__proto__')?.value).toEqual({ hostile: '__proto__' })
  })

  it('replace none of them in JSON', async () => {
    const json = new ResultService({ swf: receiver.swf.clientOptions, dataConverter: 'json', signals: false })
    await json.start()
    const variables = `{"javascript_class": "OrderRejected", "fields": ${fields}}`
    const failure = `{"$ruby": "exception", "className": "StandardError", "message": "boom", "variables": ${variables}}`
    const error = await failureOf(failure, json)
    await json.stop({ drainMs: 0 })
    expectAnErrorLikeAnyOther(error)
    expect(error).toMatchObject({ type: 'OrderRejected', status: 409 })
  })
})

describe('a hostile failure is a JobFailedError, and the next result comes', () => {
  const causes = (count: number): string => `${'!ruby/exception:X {message: c, cause: '.repeat(count)}x${'}'.repeat(count)}`

  it.each([
    ['with a backtrace of twelve thousand frames', exception(`backtrace: [${'a,'.repeat(12_000)}]`)],
    ['with a frame of thirty thousand characters', exception(`backtrace: [${'x '.repeat(15_000)}]`)],
    ['with causes three hundred deep', exception(`cause: ${causes(300)}`)],
    ['whose class is one of ours', exception('javascript_class: ResultWorkerStoppedError', 'ResultTimeoutError')],
    ['whose class is a key of Object.prototype', exception('javascript_class: __proto__', 'constructor')],
    ['whose class has line breaks', exception('javascript_class: "a\\nb\\u001b[31m"')],
    ['whose backtrace is none', exception('backtrace: {a: 1}')],
  ])('%s', async (_, failure) => {
    const error = await failureOf(failure)
    expectAnErrorLikeAnyOther(error)
    expect(error).not.toBeInstanceOf(ResultWorkerStoppedError)
    expect(error).not.toBeInstanceOf(ResultTimeoutError)
    const next = receiver.service.createResult()
    await receiver.sender.deliver(next.taskList, [[next.key, 'next']])
    expect(await next.promise).toBe('next')
  })

  it('that is its own cause is refused, and the sender told', async () => {
    const { key, taskList, promise } = receiver.service.createResult()
    const failure = '&1 !ruby/exception:X {message: m, cause: *1}'
    const [answer] = await receiver.sender.send([{ taskList, input: `[{"key": "${key}", "result": {"failure": ${failure}}}]` }])
    expect(answer).toMatchObject({ reason: expect.stringMatching(/alias|cycle|itself/i) })
    await receiver.sender.deliver(taskList, [[key, 'the result']])
    expect(await promise).toBe('the result')
  })
})
