import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../lib/local-swf/index.js'
import { documentedQuotas } from '../../lib/local-swf/quotas/figures.js'
import { Quotas } from '../../lib/local-swf/quotas/quotas.js'
import { repeat } from './support/repeat.js'
import { domain, faultOf, schedule, TestSwf, type Run } from './support/test-swf.js'

const throttled = { name: 'ThrottlingException', message: 'Rate exceeded' }

describe('the quota of an operation on one execution', () => {
  const operations: readonly (readonly [name: string, size: number, call: (swf: TestSwf, run: Run) => () => Promise<unknown>])[] =
    [
      [
        'GetWorkflowExecutionHistory',
        400,
        ({ client }, { workflowId, runId }) =>
          () =>
            client.getWorkflowExecutionHistory({ domain, execution: { workflowId, runId } }),
      ],
      [
        'SignalWorkflowExecution',
        1000,
        ({ client }, { workflowId }) =>
          () =>
            client.signalWorkflowExecution({ domain, workflowId, signalName: 's' }),
      ],
      [
        'RequestCancelWorkflowExecution',
        200,
        ({ client }, { workflowId }) =>
          () =>
            client.requestCancelWorkflowExecution({ domain, workflowId }),
      ],
    ]

  it.each(operations)('is for %s %i: another execution has its own', async (_, size, callOf) => {
    const swf = await TestSwf.registered({ account: { quotas: true } })
    const call = callOf(swf, await swf.startRun())
    await repeat(size, call)
    expect(await faultOf(call())).toEqual(throttled)
    await callOf(swf, await swf.startRun({ workflowId: 'another' }))()
    swf.clock.advance(1000)
    await call()
  })

  it('is for RecordActivityTaskHeartbeat 1000, whichever activity of the execution it is about', async () => {
    const { client, ...swf } = await twoActivities()
    for (const taskToken of swf.taskTokens) await repeat(500, () => client.recordActivityTaskHeartbeat({ taskToken }))
    expect(await faultOf(client.recordActivityTaskHeartbeat({ taskToken: swf.taskTokens[0] }))).toEqual(throttled)
    swf.clock.advance(1)
    await client.recordActivityTaskHeartbeat({ taskToken: swf.taskTokens[0] })
  })

  it.each(Object.entries(documentedQuotas.executionOperations))('of %s is %j', (operation, [size, refillPerSecond]) => {
    const clock = new ManualClock(0)
    const quotas = new Quotas(documentedQuotas, clock)
    const [execution, another] = [{}, {}]
    const take = (of: object) => () => quotas.takeOperationOf(of, operation)
    for (let token = 1; token <= size; token += 1) take(execution)()
    expect(take(execution)).toThrow('Rate exceeded')
    expect(take(another)).not.toThrow()
    clock.advance(1000)
    for (let token = 1; token <= refillPerSecond; token += 1) take(execution)()
    expect(take(execution)).toThrow('Rate exceeded')
  })
})

async function twoActivities() {
  const swf = await TestSwf.registered({ account: { quotas: true } })
  await swf.startRun()
  await swf.decide(schedule('a'), schedule('b'))
  const taskTokens = [(await swf.pollActivity()).taskToken, (await swf.pollActivity()).taskToken] as const
  return { client: swf.client, clock: swf.clock, taskTokens }
}
