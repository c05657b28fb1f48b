import { describe, expect, it } from 'vitest'
import type { LocalSwfOptions, ServedRequest } from '../../../lib/local-swf/index.js'
import { heldPolls } from '../support/held-polls.js'
import { activityList, complete, decisionList, domain, eventTypes, schedule, TestSwf } from '../support/test-swf.js'

/** An execution with two activities that wait for a worker. */
async function scheduled(options: LocalSwfOptions = {}) {
  const swf = await TestSwf.registered(options)
  const run = await swf.startRun()
  await swf.decide(schedule('a', { startToCloseTimeout: '10' }), schedule('b'))
  return { swf, run }
}

describe('a lost task', () => {
  it('has started, its answer never comes, and it times out', async () => {
    const requests: ServedRequest[] = []
    const { swf, run } = await scheduled({ onRequest: (request) => void requests.push(request) })
    swf.server.inject({ operation: 'PollForActivityTask', kind: 'lost-task', times: 1 })
    await expect(swf.pollActivity({ identity: 'unlucky' })).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(requests.at(-1)).toMatchObject({ operation: 'PollForActivityTask', status: undefined, injected: 'lost-task' })
    expect(await swf.pollActivity()).toMatchObject({ activityId: 'b' })
    swf.clock.advance(10_000)
    const [started, , timedOut] = await swf.historyFrom(7, run)
    expect(started).toMatchObject({ eventType: 'ActivityTaskStarted', attributes: { identity: 'unlucky' } })
    expect(timedOut).toMatchObject({
      eventType: 'ActivityTaskTimedOut',
      attributes: { timeoutType: 'START_TO_CLOSE', scheduledEventId: 5 },
    })
    expect(swf.server.injected).toEqual({ PollForActivityTask: { 'lost-task': 1 } })
  })

  it('is one of a decider, too, and is decided once it has timed out', async () => {
    const swf = await TestSwf.registered()
    const run = await swf.startRun()
    swf.server.inject({ kind: 'lost-task', times: 1 })
    await expect(swf.pollDecision()).rejects.toMatchObject({ code: 'ECONNRESET' })
    swf.clock.advance(30_000)
    await swf.decide(complete())
    expect(eventTypes(await swf.historyFrom(3, run))).toEqual([
      'DecisionTaskStarted',
      'DecisionTaskTimedOut',
      'DecisionTaskScheduled',
      'DecisionTaskStarted',
      'DecisionTaskCompleted',
      'WorkflowExecutionCompleted',
    ])
  })

  it('is lost by a poll that was held for it', async () => {
    const swf = await TestSwf.registered()
    swf.server.inject({ kind: 'lost-task', times: 1 })
    const lost = expect(swf.pollDecision()).rejects.toMatchObject({ code: 'ECONNRESET' })
    await heldPolls(swf, 1)
    const run = await swf.startRun()
    await lost
    expect(eventTypes(await swf.history(run)).at(-1)).toBe('DecisionTaskStarted')
  })

  it('is no poll that finds nothing: rules of tasks count tasks', async () => {
    const { swf } = await scheduled()
    swf.server.inject({ kind: 'lost-task', after: 1 })
    const polls = [swf.pollActivity({ taskList: { name: 'empty' } }), swf.pollActivity({ taskList: { name: 'empty' } })]
    await heldPolls(swf, 2)
    swf.clock.advance(60_000)
    for (const poll of polls) expect((await poll).taskToken).toBeUndefined()
    expect((await swf.pollActivity()).taskToken).toBeDefined()
    expect(swf.server.injected).toEqual({})
  })

  it('is not a further page of a decision task', async () => {
    const { swf } = await scheduled()
    await swf.client.signalWorkflowExecution({ domain, workflowId: 'order-1', signalName: 's' })
    const { nextPageToken } = await swf.pollDecision({ maximumPageSize: 2 })
    swf.server.inject({ kind: 'lost-task' })
    expect((await swf.pollDecision({ maximumPageSize: 2, nextPageToken })).events).toHaveLength(2)
    expect(swf.server.injected).toEqual({})
  })

  it('is exact with many polls at once', async () => {
    const swf = await TestSwf.registered()
    swf.server.inject({ kind: 'lost-task', times: 2 })
    const polls = Array.from({ length: 6 }, () => swf.pollDecision())
    const settled = Promise.allSettled(polls)
    await heldPolls(swf, 6)
    for (let order = 1; order <= 6; order += 1) await swf.startRun({ workflowId: `order-${order}` })
    expect((await settled).filter(({ status }) => status === 'rejected')).toHaveLength(2)
    expect(swf.server.injected).toEqual({ PollForDecisionTask: { 'lost-task': 2 } })
  })
})

describe('a task that is delivered twice', () => {
  it('is the same task for two polls, started once; the second answer is too late', async () => {
    const { swf, run } = await scheduled()
    swf.server.inject({ operation: 'PollForActivityTask', kind: 'twice', times: 1 })
    const { $metadata: _, ...first } = await swf.pollActivity({ identity: 'one' })
    const { $metadata: __, ...second } = await swf.pollActivity({ identity: 'another' })
    expect(second).toEqual(first)
    expect(first).toMatchObject({ activityId: 'a', taskToken: expect.any(String) })
    expect(await swf.pollActivity()).toMatchObject({ activityId: 'b' })
    await swf.client.respondActivityTaskCompleted({ taskToken: first.taskToken })
    await expect(swf.client.respondActivityTaskCompleted({ taskToken: second.taskToken })).rejects.toThrow('Unknown activity')
    const events = await swf.historyFrom(7, run)
    expect(events[0]?.attributes).toMatchObject({ identity: 'one' })
    expect(eventTypes(events).filter((type) => type !== 'DecisionTaskScheduled')).toEqual([
      'ActivityTaskStarted',
      'ActivityTaskStarted',
      'ActivityTaskCompleted',
    ])
    expect(swf.server.injected).toEqual({ PollForActivityTask: { twice: 1 } })
  })

  it('goes to two polls that are held at the same moment', async () => {
    const swf = await TestSwf.registered()
    swf.server.inject({ kind: 'twice' })
    const polls = [swf.pollDecision(), swf.pollDecision()]
    await heldPolls(swf, 2)
    const run = await swf.startRun()
    const [first, second] = await Promise.all(polls)
    expect(second).toEqual({ ...first, $metadata: expect.anything() })
    expect(first?.workflowExecution).toEqual(run)
    expect(eventTypes(await swf.history(run)).at(-1)).toBe('DecisionTaskStarted')
    expect(swf.server.injected).toEqual({ PollForDecisionTask: { twice: 1 } })
  })

  it('of a decider is what it was, though it has been answered since', async () => {
    const { swf } = await scheduled()
    await swf.client.signalWorkflowExecution({ domain, workflowId: 'order-1', signalName: 's' })
    swf.server.inject({ kind: 'twice', times: 1 })
    const { $metadata: _, ...first } = await swf.pollDecision()
    await swf.client.respondDecisionTaskCompleted({ taskToken: first.taskToken, decisions: [complete()] })
    const { $metadata: __, ...second } = await swf.pollDecision()
    expect(second).toEqual(first)
    const late = swf.client.respondDecisionTaskCompleted({ taskToken: second.taskToken })
    await expect(late).rejects.toMatchObject({ name: 'UnknownResourceFault' })
  })

  it('stays in its list until it is polled, or the LocalSwf is reset', async () => {
    const { swf } = await scheduled()
    swf.server.inject({ kind: 'twice', times: 1 })
    await swf.pollActivity()
    const waiting = () => swf.server.taskLists().filter(({ name }) => name === activityList.name)
    expect(waiting()).toMatchObject([{ waitingTasks: 2 }])
    await swf.pollActivity()
    await swf.pollActivity()
    expect(waiting()).toEqual([])
    swf.server.inject({ kind: 'twice' })
    await swf.startRun({ workflowId: 'order-2' })
    await swf.pollDecision()
    swf.server.reset()
    expect(swf.server.taskLists().filter(({ name }) => name === decisionList.name)).toEqual([])
  })
})
