import { expect, test, vi } from 'vitest'
import * as errors from '../lib/errors/index.js'

test('two copies of the package agree on what an error is', async () => {
  vi.resetModules()
  const copy = await import('../lib/errors/index.js')
  expect(copy.JobStartError).not.toBe(errors.JobStartError)
  const error = new copy.JobStartError('id', 'not started')
  expect(error).toBeInstanceOf(errors.JobStartError)
  expect(error).toBeInstanceOf(errors.ResultError)
  expect(error).not.toBeInstanceOf(errors.JobFailedError)
})

test('a subclass of an application’s own is told from its base', () => {
  class Mine extends errors.JobStartError {}
  expect(new Mine('id', 'text')).toBeInstanceOf(Mine)
  expect(new Mine('id', 'text')).toBeInstanceOf(errors.JobStartError)
  expect(new errors.JobStartError('id', 'text')).not.toBeInstanceOf(Mine)
})

test.each([null, undefined, 1, 'text', {}, new Error('plain'), Object.create(null)])('%s is none of ours', (value) => {
  expect(value instanceof errors.ResultError).toBe(false)
})

const awaited = { key: 'key', workflowId: 'id', runId: undefined }

test('every error has its class name and a code of ours', () => {
  for (const error of [
    new errors.ResultWorkerNotStartedError('text'),
    new errors.StartError('ERR_RESULT_REGION', 'text'),
    new errors.ResultWorkerConflictError('domain', 'text'),
    new errors.ResultWorkerStoppedError('text'),
    new errors.WorkerFailedError('text'),
    new errors.ResultTimeoutError(awaited, 1, 'text'),
    new errors.ResultValidationError(awaited, [], 'text'),
    new errors.JobAlreadyRunningError('id', 'text'),
    new errors.JobStartError('id', 'text'),
    new errors.JobFailedError('ERR_RESULT_JOB_FAILED', { type: 'Error', message: 'text', fields: {} }),
    new errors.WorkflowClosedError('TIMED_OUT', { workflowId: 'id', runId: 'run' }, 'text'),
  ]) {
    expect(error.name).toBe(error.constructor.name)
    expect(error.code).toMatch(/^ERR_RESULT_[A-Z_]+$/)
    expect(error.message).toBe('text')
    expect(Object.keys(error)).not.toContain('name')
  }
})

test('a failed job reads like what was thrown: its stack, its cause, its fields', () => {
  const error = new errors.JobFailedError('ERR_RESULT_JOB_FAILED', {
    type: 'OrderRejected',
    message: 'no stock',
    stack: '    at quote (pricing.js:3:9)',
    fields: { status: 409, code: 'E_STOCK', constructor: 1, __proto__: 2 },
    cause: { type: 'RangeError', message: 'less than zero', fields: {} },
  })
  expect(error.stack).toBe('OrderRejected: no stock\n    at quote (pricing.js:3:9)')
  expect(error).toMatchObject({ type: 'OrderRejected', status: 409, code: 'ERR_RESULT_JOB_FAILED', fields: { code: 'E_STOCK' } })
  expect(String(error.cause)).toBe('RangeError: less than zero')
})
