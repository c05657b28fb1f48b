import type { Decision } from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import type { LocalSwfOptions } from '../../lib/local-swf/index.js'
import { gate } from '../support/gate.js'
import { callFunction } from './support/decisions.js'
import { TestSwf, complete, decisionList, domain, eventTypes } from './support/test-swf.js'

describe('ScheduleLambdaFunction', () => {
  /** The functions that the execution may call. Its decider has decided (event 4); what was scheduled first is event 5. */
  async function calling(functions: LocalSwfOptions['functions'], ...decisions: Decision[]) {
    const swf = await TestSwf.registered(functions && { functions })
    const run = await swf.startRun({ lambdaRole: 'a-role' })
    await swf.decide(...decisions)
    return { swf, run }
  }

  /** What comes of the first call, once the decider is woken: the event after its start. */
  async function outcome(functions: LocalSwfOptions['functions'], ...decisions: Decision[]) {
    const { swf, run } = await calling(functions, ...decisions)
    await swf.pollDecision()
    return (await swf.historyFrom(7, run))[0]
  }

  it('calls the function with the input, and tells the result, both as JSON', async () => {
    const inputs: unknown[] = []
    const price = async (input: unknown): Promise<unknown> => {
      inputs.push(input)
      return { total: 42 }
    }
    const decision = callFunction('price', { input: '{"books":2}', control: 'mine', startToCloseTimeout: '60' })
    const { swf, run } = await calling({ price }, decision)
    await swf.pollDecision()
    expect(inputs).toEqual([{ books: 2 }])
    expect(await swf.historyFrom(5, run)).toEqual([
      {
        eventId: 5,
        eventType: 'LambdaFunctionScheduled',
        attributes: {
          id: 'call-1',
          name: 'price',
          input: '{"books":2}',
          control: 'mine',
          startToCloseTimeout: '60',
          decisionTaskCompletedEventId: 4,
        },
      },
      { eventId: 6, eventType: 'LambdaFunctionStarted', attributes: { scheduledEventId: 5 } },
      {
        eventId: 7,
        eventType: 'LambdaFunctionCompleted',
        attributes: { scheduledEventId: 5, startedEventId: 6, result: '{"total":42}' },
      },
      {
        eventId: 8,
        eventType: 'DecisionTaskScheduled',
        attributes: { taskList: decisionList, startToCloseTimeout: '30', scheduleToStartTimeout: 'NONE' },
      },
      { eventId: 9, eventType: 'DecisionTaskStarted', attributes: { scheduledEventId: 8 } },
    ])
  })

  it('may give no input, and have no result', async () => {
    const inputs: unknown[] = []
    const completed = await outcome({ quiet: (input) => void inputs.push(input) }, callFunction('quiet'))
    expect(inputs).toEqual([undefined])
    expect(completed).toMatchObject({ eventType: 'LambdaFunctionCompleted' })
    expect(completed?.attributes).toEqual({ scheduledEventId: 5, startedEventId: 6 })
  })

  it.each([
    'arn:aws:lambda:us-east-1:123456789012:function:price',
    'arn:aws:lambda:us-east-1:123456789012:function:price:live',
    'arn:aws-cn:lambda:cn-north-1:123456789012:function:price',
  ])('finds the function by its ARN: %s', async (arn) => {
    expect((await outcome({ price: () => 1 }, callFunction(arn)))?.attributes).toMatchObject({ result: '1' })
  })

  it('fails with LAMBDA_SERVICE_NOT_AVAILABLE_IN_REGION when there are no functions at all, and wakes the decider', async () => {
    const { swf, run } = await calling(undefined, callFunction('price'))
    const events = await swf.historyFrom(5, run)
    expect(events[0]).toEqual({
      eventId: 5,
      eventType: 'ScheduleLambdaFunctionFailed',
      attributes: {
        id: 'call-1',
        name: 'price',
        cause: 'LAMBDA_SERVICE_NOT_AVAILABLE_IN_REGION',
        decisionTaskCompletedEventId: 4,
      },
    })
    expect(eventTypes(events.slice(1))).toEqual(['DecisionTaskScheduled'])
  })

  it('fails with ID_ALREADY_IN_USE while a call of that id is open, and takes it again when it is over', async () => {
    const { swf, run } = await calling({ price: () => 1 }, callFunction('price'), callFunction('price'))
    expect((await swf.history(run)).find(({ eventType }) => eventType === 'ScheduleLambdaFunctionFailed')).toMatchObject({
      attributes: { id: 'call-1', cause: 'ID_ALREADY_IN_USE' },
    })
    await swf.decide(callFunction('price'))
    expect(eventTypes(await swf.history(run)).findLast((type) => type.includes('Lambda'))).toMatch(/^LambdaFunction/)
  })

  it('fails with OPEN_LAMBDA_FUNCTIONS_LIMIT_EXCEEDED for the thousand-and-first open call', async () => {
    const calls = Array.from({ length: 1001 }, (_, index) => callFunction('price', { id: `call-${index}` }))
    const { swf, run } = await calling({ price: () => new Promise(() => {}) }, ...calls)
    const failed = (await swf.history(run)).find(({ eventType }) => eventType === 'ScheduleLambdaFunctionFailed')
    expect(failed?.attributes).toMatchObject({ id: 'call-1000', cause: 'OPEN_LAMBDA_FUNCTIONS_LIMIT_EXCEEDED' })
    const { openCounts } = await swf.client.describeWorkflowExecution({ domain, execution: run })
    expect(openCounts?.openLambdaFunctions).toBe(1000)
  })

  it('is not called by an execution without a role', async () => {
    let calls = 0
    const swf = await TestSwf.registered({ functions: { price: () => calls++ } })
    const run = await swf.startRun()
    await swf.decide(callFunction('price'))
    const events = await swf.historyFrom(5, run)
    expect(eventTypes(events)).toEqual(['LambdaFunctionScheduled', 'StartLambdaFunctionFailed', 'DecisionTaskScheduled'])
    expect(events[1]?.attributes).toEqual({
      scheduledEventId: 5,
      cause: 'ASSUME_ROLE_FAILED',
      message: 'No IAM role is attached to the current workflow execution.',
    })
    expect(calls).toBe(0)
  })

  it("may be called with the role of the execution's type", async () => {
    const swf = await TestSwf.registered({ functions: { price: () => 1 } })
    const type = { name: 'with a role', version: '1' }
    await swf.client.registerWorkflowType({ domain, ...type, defaultLambdaRole: 'a-role' })
    const timeouts = { executionStartToCloseTimeout: '100', taskStartToCloseTimeout: '10' }
    const run = await swf.startRun({ workflowType: type, taskList: decisionList, childPolicy: 'ABANDON', ...timeouts })
    await swf.decide(callFunction('price'))
    expect(eventTypes(await swf.history(run))).toContain('LambdaFunctionStarted')
  })

  it('is not called in the batch that closes the execution', async () => {
    let calls = 0
    const { swf, run } = await calling({ price: () => calls++ }, callFunction('price'), complete())
    expect(eventTypes(await swf.historyFrom(5, run))).toEqual(['LambdaFunctionScheduled', 'WorkflowExecutionCompleted'])
    expect(calls).toBe(0)
  })

  it('is heard no more once its execution is closed', async () => {
    const held = gate()
    const { swf, run } = await calling({ price: () => held.opened }, callFunction('price'))
    await swf.client.terminateWorkflowExecution({ domain, ...run })
    held.open()
    const { openCounts } = await swf.client.describeWorkflowExecution({ domain, execution: run })
    expect(openCounts?.openLambdaFunctions).toBe(0)
    expect(eventTypes(await swf.history(run)).at(-1)).toBe('WorkflowExecutionTerminated')
  })
})

describe('a Lambda function that fails', () => {
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
})
