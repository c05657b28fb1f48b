import { getEventListeners } from 'node:events'
import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { complete, decisionList, domain, TestSwf, workflowType, type Run } from './support/test-swf.js'

/** Whether the promise has settled, once all that is due in this turn has run. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const settled = promise.then(
    () => true,
    () => true,
  )
  return Promise.race([settled, turn(false)])
}

const signal = (swf: TestSwf, run: Run) => swf.client.signalWorkflowExecution({ domain, ...run, signalName: 'nudge' })

describe('waitForExecution', () => {
  it('without a status resolves when a run starts', async () => {
    const swf = await TestSwf.registered()
    const wait = swf.server.waitForExecution('order-1')
    await swf.startRun({ workflowId: 'order-2' })
    expect(await isSettled(wait)).toBe(false)
    const run = await swf.startRun()
    expect(await wait).toMatchObject({ domain, ...run, status: 'OPEN', openCounts: { openDecisionTasks: 1 } })
  })

  it('without a status resolves at once when there is a run, open or closed', async () => {
    const swf = await TestSwf.registered()
    await swf.startRun()
    expect(await swf.server.waitForExecution('order-1')).toMatchObject({ status: 'OPEN' })
    await swf.decide(complete())
    expect(await swf.server.waitForExecution('order-1')).toMatchObject({ status: 'COMPLETED' })
  })

  it.each([
    ['COMPLETED', complete('7')],
    ['FAILED', { decisionType: 'FailWorkflowExecution', failWorkflowExecutionDecisionAttributes: {} }],
    ['CANCELED', { decisionType: 'CancelWorkflowExecution', cancelWorkflowExecutionDecisionAttributes: {} }],
    ['CONTINUED_AS_NEW', { decisionType: 'ContinueAsNewWorkflowExecution' }],
  ] as const)('resolves when a decision makes it %s', async (status, decision) => {
    const swf = await TestSwf.registered()
    const run = await swf.startRun()
    const wait = swf.server.waitForExecution('order-1', status)
    await signal(swf, run)
    expect(await isSettled(wait)).toBe(false)
    await swf.decide(decision)
    expect(await wait).toMatchObject({ ...run, status, closedAt: new Date(swf.clock.now()) })
  })

  it('resolves when it is terminated', async () => {
    const swf = await TestSwf.registered()
    const run = await swf.startRun()
    const wait = swf.server.waitForExecution('order-1', 'TERMINATED')
    await swf.client.terminateWorkflowExecution({ domain, workflowId: 'order-1' })
    expect(await wait).toMatchObject({ ...run, status: 'TERMINATED' })
  })

  it('resolves when it times out', async () => {
    const swf = await TestSwf.registered()
    const run = await swf.startRun()
    const wait = swf.server.waitForExecution('order-1', 'TIMED_OUT')
    swf.clock.advance(3_599_999)
    expect(await isSettled(wait)).toBe(false)
    swf.clock.advance(1)
    expect(await wait).toMatchObject({ ...run, status: 'TIMED_OUT' })
  })

  it('looks at the latest run only: that an earlier one had the status is not enough', async () => {
    const swf = await TestSwf.registered()
    await swf.startRun()
    await swf.decide(complete())
    expect(await swf.server.waitForExecution('order-1', 'COMPLETED')).toMatchObject({ status: 'COMPLETED' })
    const later = await swf.startRun()
    const wait = swf.server.waitForExecution('order-1', 'COMPLETED')
    expect(await isSettled(wait)).toBe(false)
    await swf.decide(complete())
    expect(await wait).toMatchObject(later)
  })

  it('waits on when it ends another way', async () => {
    const swf = await TestSwf.registered()
    await swf.startRun()
    const wait = swf.server.waitForExecution('order-1', 'FAILED')
    await swf.decide(complete())
    expect(await isSettled(wait)).toBe(false)
    swf.server.reset()
    await expect(wait).rejects.toThrow()
  })

  it('waits for OPEN until the next run', async () => {
    const swf = await TestSwf.registered()
    await swf.startRun()
    await swf.decide(complete())
    const wait = swf.server.waitForExecution('order-1', 'OPEN')
    expect(await isSettled(wait)).toBe(false)
    const run = await swf.startRun()
    expect(await wait).toMatchObject({ ...run, status: 'OPEN' })
  })

  it('serves all who wait for the same', async () => {
    const swf = await TestSwf.registered()
    const waits = [1, 2, 3].map(() => swf.server.waitForExecution('order-1'))
    const run = await swf.startRun()
    expect(await Promise.all(waits)).toMatchObject([run, run, run])
  })
})

describe('waitForExecution with domains', () => {
  const other = 'shipping'
  const registerType = ({ client }: TestSwf) =>
    client.registerWorkflowType({
      domain: other,
      ...workflowType,
      defaultTaskList: decisionList,
      defaultTaskStartToCloseTimeout: '30',
      defaultExecutionStartToCloseTimeout: '3600',
      defaultChildPolicy: 'TERMINATE',
    })

  it('waits for a domain that is still to come, and heeds no other', async () => {
    const swf = await TestSwf.registered()
    const wait = swf.server.waitForExecution('order-1', undefined, { domain: other })
    await swf.startRun()
    expect(await isSettled(wait)).toBe(false)
    await swf.client.registerDomain({ name: other, workflowExecutionRetentionPeriodInDays: '7' })
    await registerType(swf)
    const run = await swf.startRun({ domain: other })
    expect(await wait).toMatchObject({ domain: other, ...run })
  })

  it('takes the execution of any domain when none is given', async () => {
    const swf = await TestSwf.registered({ domains: [other] })
    await registerType(swf)
    const wait = swf.server.waitForExecution('order-1')
    await swf.startRun({ domain: other })
    expect(await wait).toMatchObject({ domain: other })
  })

  it('rejects when several have that workflowId already, and names them', async () => {
    const swf = await TestSwf.registered({ domains: [other] })
    await registerType(swf)
    await swf.startRun()
    await swf.startRun({ domain: other })
    await expect(swf.server.waitForExecution('order-1', 'COMPLETED')).rejects.toThrow(
      "executions 'order-1' are in the domains 'shipping', 'orders': say which is meant by { domain }",
    )
  })
})

describe('waitForExecution rejects', () => {
  it('when the server is reset', async () => {
    const swf = await TestSwf.registered()
    await swf.startRun()
    const wait = expect(swf.server.waitForExecution('order-1', 'COMPLETED')).rejects.toThrow(
      new Error("execution 'order-1' was awaited to be COMPLETED, but LocalSwf was reset"),
    )
    swf.server.reset()
    await wait
  })

  it('when the server stops', async () => {
    const swf = await TestSwf.registered()
    const wait = expect(swf.server.waitForExecution('order-1', undefined, { domain })).rejects.toThrow(
      new Error("execution 'order-1' in the domain 'orders' was awaited to be started, but LocalSwf was stopped"),
    )
    await swf.server.stop()
    await wait
  })

  it('when the server has stopped already, unless the execution is as it is wanted', async () => {
    const swf = await TestSwf.registered()
    await swf.startRun()
    await swf.server.stop()
    expect(await swf.server.waitForExecution('order-1', 'OPEN')).toMatchObject({ status: 'OPEN' })
    await expect(swf.server.waitForExecution('order-1', 'COMPLETED')).rejects.toThrow('but LocalSwf was stopped')
  })

  it('with an AbortError when the signal aborts; its cause is the reason', async () => {
    const swf = await TestSwf.registered()
    const abort = new AbortController()
    const reason = new Error('enough')
    const wait = swf.server.waitForExecution('order-1', 'OPEN', { signal: abort.signal })
    const other = swf.server.waitForExecution('order-1')
    abort.abort(reason)
    await expect(wait).rejects.toMatchObject({ name: 'AbortError', code: 'ABORT_ERR', cause: reason })
    await swf.startRun()
    expect(await other).toMatchObject({ status: 'OPEN' })
  })

  it('with an AbortError for a signal that has aborted, even if the execution is as it is wanted', async () => {
    const swf = await TestSwf.registered()
    await swf.startRun()
    const wait = swf.server.waitForExecution('order-1', 'OPEN', { signal: AbortSignal.abort('too late') })
    await expect(wait).rejects.toMatchObject({ name: 'AbortError', cause: 'too late' })
  })

  it.each(['CLOSED', 'open', '', null, 1])('with a TypeError for %j, which is no status', async (status) => {
    const swf = await TestSwf.registered()
    // @ts-expect-error there is no such status
    const error = await swf.server.waitForExecution('order-1', status).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(TypeError)
    expect(error).toMatchObject({
      message: expect.stringContaining('waitForExecution takes one of OPEN, COMPLETED, FAILED, CANCELED, '),
    })
  })
})

it('a wait leaves nothing on its signal', async () => {
  const swf = await TestSwf.registered()
  const { signal: shared } = new AbortController()
  const waits = [1, 2].map(() => swf.server.waitForExecution('order-1', 'OPEN', { signal: shared }))
  expect(getEventListeners(shared, 'abort')).toHaveLength(2)
  await swf.startRun()
  await Promise.all(waits)
  const ended = swf.server.waitForExecution('order-1', 'COMPLETED', { signal: shared })
  swf.server.reset()
  await expect(ended).rejects.toThrow('reset')
  expect(getEventListeners(shared, 'abort')).toEqual([])
})
