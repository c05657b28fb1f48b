import { describe, expect, it } from 'vitest'
import { CountingClock } from './support/counting-clock.js'
import { heldPolls } from './support/held-polls.js'
import { complete, decisionList, domain, faultOf, schedule, startTimer, TestSwf, workflowType } from './support/test-swf.js'

const register = ({ client }: TestSwf) => client.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '1' })

describe('reset', () => {
  it('forgets domains, types, executions and tasks', async () => {
    const swf = await TestSwf.registered()
    const execution = await swf.startRun()
    await swf.decide(schedule('a'), startTimer('t', '10'))
    await swf.startRun({ workflowId: 'order-2' })
    swf.server.reset()
    expect(swf.server.executions()).toEqual([])
    expect(swf.server.taskLists()).toEqual([])
    expect(() => swf.server.history('order-1')).toThrow("LocalSwf has no execution 'order-1'")
    expect(await faultOf(swf.startRun())).toEqual({ name: 'UnknownResourceFault', message: 'Unknown domain: orders' })
    await register(swf)
    expect((await faultOf(swf.startRun())).message).toBe('Unknown type: WorkflowType=[name=order, version=1]')
    expect((await faultOf(swf.client.describeWorkflowExecution({ domain, execution }))).name).toBe('UnknownResourceFault')
  })

  it('registers the domains of the option anew, whatever became of them', async () => {
    const swf = await TestSwf.start({ domains: ['kept', 'deprecated'] })
    await swf.client.deprecateDomain({ name: 'deprecated' })
    await register(swf)
    swf.server.reset()
    for (const name of ['kept', 'deprecated']) {
      expect(await swf.client.describeDomain({ name })).toMatchObject({ domainInfo: { status: 'REGISTERED' } })
    }
    expect((await faultOf(swf.client.describeDomain({ name: domain }))).name).toBe('UnknownResourceFault')
  })

  it('answers held polls without a task, as after their minute', async () => {
    const swf = await TestSwf.registered()
    const polls = [swf.pollDecision(), swf.pollDecision(), swf.pollActivity()]
    await heldPolls(swf, 3)
    swf.server.reset()
    const $metadata = expect.anything()
    const decision = { $metadata, startedEventId: 0, previousStartedEventId: 0 }
    expect(await Promise.all(polls)).toEqual([decision, decision, { $metadata, startedEventId: 0 }])
  })

  it('does not know a task token of before', async () => {
    const swf = await TestSwf.registered()
    await swf.startRun()
    await swf.decide(schedule('a'))
    const activity = await swf.pollActivity()
    await swf.startRun({ workflowId: 'order-2' })
    const decision = await swf.pollDecision()
    swf.server.reset()
    const { client } = swf
    const faults = [
      await faultOf(client.respondActivityTaskCompleted({ taskToken: activity.taskToken })),
      await faultOf(client.recordActivityTaskHeartbeat({ taskToken: activity.taskToken })),
      await faultOf(client.respondDecisionTaskCompleted({ taskToken: decision.taskToken, decisions: [complete()] })),
    ]
    expect(faults.map(({ name }) => name)).toEqual(Array.from(faults, () => 'UnknownResourceFault'))
  })

  it('turns timeouts off, and lets the clock go on', async () => {
    const clock = new CountingClock()
    const swf = await TestSwf.registered({ clock })
    await swf.startRun()
    await swf.decide(schedule('a', { startToCloseTimeout: '60' }), startTimer('t', '10'))
    clock.advance(1000)
    const beforeMs = clock.now()
    expect(clock.waiting).toBe(1)
    swf.server.reset()
    expect(clock.waiting).toBe(0)
    expect(clock.now()).toBe(beforeMs)
  })

  it('leaves a server that serves on: types, executions, polls and timeouts', async () => {
    const swf = await TestSwf.registered()
    await swf.startRun()
    swf.server.reset()
    await register(swf)
    await swf.client.registerWorkflowType({ domain, ...workflowType, defaultChildPolicy: 'TERMINATE' })
    const poll = swf.pollDecision()
    await heldPolls(swf, 1)
    const run = await swf.startRun({
      taskList: decisionList,
      executionStartToCloseTimeout: '60',
      taskStartToCloseTimeout: 'NONE',
    })
    expect((await poll).workflowExecution).toEqual(run)
    swf.clock.advance(60_000)
    expect(swf.server.executions()).toMatchObject([{ ...run, status: 'TIMED_OUT' }])
  })

  it('lets time skip on, whatever was in hand before', async () => {
    const swf = await TestSwf.registered({ clock: 'skipping' })
    await swf.startRun()
    await swf.decide(schedule('a'))
    await swf.pollActivity()
    swf.server.reset()
    await register(swf)
    await swf.client.registerWorkflowType({ domain, ...workflowType, defaultChildPolicy: 'TERMINATE' })
    await swf.startRun({ taskList: decisionList, executionStartToCloseTimeout: '86400', taskStartToCloseTimeout: 'NONE' })
    await swf.decide(startTimer('hour', '3600'))
    // Only a skip ends this wait: nobody waits for an hour here.
    const { events = [] } = await swf.pollDecision()
    expect(events.map(({ eventType }) => eventType)).toContain('TimerFired')
  })

  it('leaves nothing for a function that still ran to go on with', async () => {
    let finish: (value: unknown) => void = () => {}
    const clock = new CountingClock()
    const functions = { price: () => new Promise((resolve) => (finish = resolve)) }
    const swf = await TestSwf.registered({ clock, functions })
    await swf.startRun({ lambdaRole: 'arn:aws:iam::123456789012:role/swf' })
    const { taskToken } = await swf.pollDecision()
    await swf.client.respondDecisionTaskCompleted({
      taskToken,
      decisions: [
        {
          decisionType: 'ScheduleLambdaFunction',
          scheduleLambdaFunctionDecisionAttributes: { id: 'one', name: 'price' },
        },
      ],
      // The next decision task would wait there for 10 s at most: a timer on the clock.
      taskList: { name: 'tried' },
      taskListScheduleToStartTimeout: '10',
    })
    swf.server.reset()
    finish(7)
    await register(swf)
    expect(clock.waiting).toBe(0)
  })

  it('may follow a stop', async () => {
    const swf = await TestSwf.registered({ domains: ['kept'] })
    await swf.startRun()
    await swf.server.stop()
    swf.server.reset()
    expect(swf.server.executions({ domain: 'kept' })).toEqual([])
  })
})
