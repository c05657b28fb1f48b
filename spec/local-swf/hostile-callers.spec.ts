import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { LocalSwf } from '../../lib/local-swf/index.js'
import { complete, domain, eventTypes, TestSwf, workflowType } from './support/test-swf.js'

const lambdaRole = 'arn:aws:iam::123456789012:role/lambda'
const callFunction = {
  decisionType: 'ScheduleLambdaFunction',
  scheduleLambdaFunctionDecisionAttributes: { id: 'f', name: 'f' },
} as const

describe('a wait', () => {
  it.each([new AbortController(), {}, 5])(
    'with a signal that is none (%o) is refused, and leaves nothing behind',
    async (signal) => {
      const swf = await TestSwf.registered()
      // @ts-expect-error JavaScript callers have no compiler
      await expect(swf.server.waitForExecution('order-1', 'OPEN', { signal })).rejects.toThrow(TypeError)
      const run = await swf.startRun()
      expect(await swf.history(run)).toHaveLength(2)
      swf.server.reset()
    },
  )
})

describe('a function', () => {
  it('that resets the server leaves nothing of its batch', async () => {
    const swf = await TestSwf.registered({ functions: { f: () => swf.server.reset() } })
    await swf.startRun({ lambdaRole })
    await swf.decide(callFunction, {
      decisionType: 'StartChildWorkflowExecution',
      startChildWorkflowExecutionDecisionAttributes: { workflowId: 'child', workflowType },
    })
    await expect.poll(() => swf.server.executions()).toEqual([])
    expect(swf.server.taskLists()).toEqual([])
  })

  it('that ends after a stop writes nothing more', async () => {
    const { promise, resolve } = gate()
    const swf = await TestSwf.registered({ functions: { f: () => promise } })
    const run = await swf.startRun({ lambdaRole })
    await swf.decide(callFunction)
    await swf.server.stop()
    const seen = swf.server.history(run.workflowId).length
    resolve()
    await promise
    await new Promise((turn) => void setImmediate(turn))
    expect(swf.server.history(run.workflowId)).toHaveLength(seen)
  })
})

it.each([Object.create(null), Object.assign(new Error('x'), { message: Symbol('z') })])(
  'what onRequest throws becomes a warning, whatever it is',
  async (thrown) => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    onTestFinished(() => warned.mockRestore())
    const swf = await TestSwf.registered({
      onRequest() {
        throw thrown
      },
    })
    await swf.startRun()
    expect(warned).toHaveBeenCalled()
  },
)

it.each([
  [{ clock: ['manual'] }, 'option clock must be'],
  [{ domains: Object.assign([], { 1: 'a' }) }, 'option domains must be'],
  [[], 'LocalSwf.start takes a plain object'],
])('options that only look right are refused: %o', async (options, message) => {
  // @ts-expect-error JavaScript callers have no compiler
  await expect(LocalSwf.start(options)).rejects.toThrow(message)
})

it('a deprecated domain starts no children, though their type was undeprecated', async () => {
  const swf = await TestSwf.registered()
  const run = await swf.startRun()
  await swf.client.deprecateDomain({ name: domain })
  await swf.client.undeprecateWorkflowType({ domain, workflowType })
  await swf.decide(
    {
      decisionType: 'StartChildWorkflowExecution',
      startChildWorkflowExecutionDecisionAttributes: { workflowId: 'child', workflowType },
    },
    complete(),
  )
  expect(eventTypes(await swf.history(run))).toContain('StartChildWorkflowExecutionFailed')
})

function gate() {
  let resolve = (): void => {}
  const promise = new Promise<void>((open) => (resolve = open))
  return { promise, resolve }
}
