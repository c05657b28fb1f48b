import { describe, expect, it } from 'vitest'
import type { LocalSwfOptions } from '../../lib/local-swf/index.js'
import { gate } from '../support/gate.js'
import { callFunction } from './support/decisions.js'
import { domain, eventTypes, TestSwf } from './support/test-swf.js'

type Functions = NonNullable<LocalSwfOptions['functions']>

/** A call (events 5 and 6) of the function `price`. */
async function calling(functions: Functions, overrides: Parameters<typeof callFunction>[1] = {}) {
  const swf = await TestSwf.registered({ functions })
  const run = await swf.startRun({ lambdaRole: 'a-role' })
  await swf.decide(callFunction('price', overrides))
  return { swf, run }
}

/** The event that tells of its failure, once the decider is woken. */
async function failure(functions: Functions, overrides?: Parameters<typeof callFunction>[1]) {
  const { swf, run } = await calling(functions, overrides)
  await swf.pollDecision()
  const [failed] = await swf.historyFrom(7, run)
  expect(failed).toMatchObject({
    eventType: 'LambdaFunctionFailed',
    attributes: { scheduledEventId: 5, startedEventId: 6, reason: expect.any(String), details: expect.any(String) },
  })
  return failed?.attributes
}

/** An error whose name is anything at all. */
function namedError(name: unknown, message = 'no books'): Error {
  return Object.assign(new Error(message), { name })
}

describe('a function fails', () => {
  it.each([
    ['throws', () => throwing(new RangeError('no books'))],
    ['rejects', () => Promise.reject(new RangeError('no books'))],
  ])('when it %s: the reason is the name of the error, the details say more', async (_, price) => {
    expect(await failure({ price })).toMatchObject({
      reason: 'RangeError',
      details: '{"errorType":"RangeError","errorMessage":"no books"}',
    })
  })

  it.each([
    ['a text', 'no books', 'no books'],
    ['nothing', undefined, 'undefined'],
    ['a symbol', Symbol('no books'), 'Symbol(no books)'],
  ])('when it throws %s', async (_, thrown, errorMessage) => {
    expect(await failure({ price: () => throwing(thrown) })).toMatchObject({
      reason: 'Error',
      details: JSON.stringify({ errorType: 'Error', errorMessage }),
    })
  })

  it.each([
    ['has no text form', Object.create(null)],
    ['has a name that is no text', namedError(7)],
    ['has a name that cannot be JSON', namedError(7n)],
    ['throws when it is looked at', Object.defineProperty(new Error('x'), 'name', { get: () => throwing(new Error('y')) })],
  ])('when it throws what %s, and the server goes on', async (_, thrown) => {
    await failure({ price: () => throwing(thrown) })
  })

  it('when there is none of that name', async () => {
    expect(await failure({ other: () => 1 })).toMatchObject({
      reason: 'ResourceNotFoundException',
      details: '{"errorType":"ResourceNotFoundException","errorMessage":"Function not found: price"}',
    })
  })

  it.each(['toString', '__proto__', 'constructor'])('when it is only something that every object has: %s', async (name) => {
    const swf = await TestSwf.registered({ functions: {} })
    const run = await swf.startRun({ lambdaRole: 'a-role' })
    await swf.decide(callFunction(name))
    await swf.pollDecision()
    expect((await swf.historyFrom(7, run))[0]?.attributes).toMatchObject({ reason: 'ResourceNotFoundException' })
  })

  it('when the input is not JSON', async () => {
    expect(await failure({ price: () => 1 }, { input: 'two books' })).toMatchObject({ reason: 'SyntaxError' })
  })

  it('when the result cannot be JSON', async () => {
    expect(await failure({ price: () => 42n })).toMatchObject({ reason: 'TypeError' })
  })

  it('when the result has more than 32,768 characters', async () => {
    expect(await failure({ price: () => 'x'.repeat(32_767) })).toMatchObject({
      reason: 'RangeError',
      details: expect.stringContaining('32769'),
    })
    const { swf, run } = await calling({ price: () => 'x'.repeat(32_766) })
    await swf.pollDecision()
    expect(eventTypes(await swf.historyFrom(7, run))[0]).toBe('LambdaFunctionCompleted')
  })

  it('with a reason of 256 characters and details of 32,768 at most', async () => {
    const price = () => throwing(namedError('E'.repeat(1000), 'é'.repeat(40_000)))
    const attributes = await failure({ price })
    expect(attributes).toMatchObject({ reason: 'E'.repeat(256) })
    expect(String(attributes?.['details'])).toHaveLength(32_768)
  })
})

describe('a function times out', () => {
  it.each([
    ['after its start-to-close timeout', { startToCloseTimeout: '60' }, 60_000],
    ['after 900 seconds, when none is given', {}, 900_000],
  ])('%s, and is heard no more', async (_, overrides, timeoutMs) => {
    const held = gate()
    const { swf, run } = await calling({ price: () => held.opened }, overrides)
    swf.clock.advance(timeoutMs - 1)
    expect(await swf.history(run)).toHaveLength(6)
    swf.clock.advance(1)
    const events = await swf.historyFrom(7, run)
    expect(events[0]).toEqual({
      eventId: 7,
      eventType: 'LambdaFunctionTimedOut',
      attributes: { scheduledEventId: 5, startedEventId: 6, timeoutType: 'START_TO_CLOSE' },
    })
    expect(eventTypes(events.slice(1))).toEqual(['DecisionTaskScheduled'])
    held.open()
    const { openCounts } = await swf.client.describeWorkflowExecution({ domain, execution: run })
    expect(openCounts?.openLambdaFunctions).toBe(0)
    expect(await swf.history(run)).toHaveLength(8)
  })

  it.each(['0', '901', 'NONE'])('never after %s seconds: that is refused', async (startToCloseTimeout) => {
    await expect(calling({ price: () => 1 }, { startToCloseTimeout })).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('scheduleLambdaFunctionDecisionAttributes.startToCloseTimeout'),
    })
  })
})

function throwing(thrown: unknown): never {
  throw thrown
}
