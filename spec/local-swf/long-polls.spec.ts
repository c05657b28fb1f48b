import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { systemClock } from '../../lib/local-swf/index.js'
import { type ListedTask, TaskLists } from '../../lib/local-swf/model/tasks/task-lists.js'
import { CountingClock } from './support/counting-clock.js'
import { Crowd } from './support/crowd.js'
import { signature } from './support/raw-request.js'
import {
  TestSwf,
  activityList,
  advanceUntil,
  complete,
  decisionList,
  domain,
  eventTypes,
  schedule,
  startTimer,
} from './support/test-swf.js'

describe('long polls', () => {
  /** A poll as it goes over the wire. */
  function pollText(swf: TestSwf, operation: string, taskList: object): string {
    const body = JSON.stringify({ domain, taskList })
    return [
      'POST / HTTP/1.1',
      `Host: 127.0.0.1:${swf.server.port}`,
      `X-Amz-Target: SimpleWorkflowService.${operation}`,
      `Authorization: ${signature}`,
      `Content-Length: ${body.length}`,
      '',
      body,
    ].join('\r\n')
  }

  /** A client that polls, and is gone before anything comes. When this resolves, the server has seen it go. */
  async function pollAndGo(swf: TestSwf, operation: string, taskList: object): Promise<void> {
    const socket = connect(swf.server.port, '127.0.0.1')
    await once(socket, 'connect')
    socket.end(pollText(swf, operation, taskList))
    socket.resume()
    await once(socket, 'close')
  }

  describe('a poll', () => {
    it('is answered when a decision task comes', async () => {
      const swf = await TestSwf.registered()
      const poll = swf.pollDecision({ identity: 'decider-1' })
      const run = await swf.startRun()
      expect(await poll).toMatchObject({ startedEventId: 3, workflowExecution: run })
    })

    it('is answered when an activity task comes', async () => {
      const swf = await TestSwf.registered()
      const poll = swf.pollActivity()
      await swf.startRun()
      await swf.decide(schedule('a'))
      expect(await poll).toMatchObject({ activityId: 'a', startedEventId: 6 })
    })

    it('is refused while 1,000 others wait in its list, and not once one of them is over', () => {
      const lists = new TaskLists()
      const poll = { isDisconnected: () => false, hand: () => {}, end: () => {} }
      const listings = Array.from({ length: 1000 }, () => lists.wait('list', poll))
      expect(() => lists.wait('list', poll)).toThrow('Limit exceeded: 1000 polls of the task list list')
      expect(() => lists.wait('another list', poll)).not.toThrow()
      listings[500]?.remove()
      expect(() => lists.wait('list', poll)).not.toThrow()
    })

    it('for activities is held for 60 s, and then answered without a task', async () => {
      const swf = await TestSwf.registered()
      const poll = swf.pollActivity()
      expect(await advanceUntil(swf, poll)).toBeGreaterThanOrEqual(60_000)
      const { $metadata: _, ...answer } = await poll
      expect(answer).toEqual({ startedEventId: 0 })
    })

    it('for decisions is held for 60 s, and then answered without a task', async () => {
      const swf = await TestSwf.registered()
      const poll = swf.pollDecision()
      expect(await advanceUntil(swf, poll)).toBeGreaterThanOrEqual(60_000)
      const { $metadata: _, ...answer } = await poll
      expect(answer).toEqual({ startedEventId: 0, previousStartedEventId: 0 })
    })

    it('that was answered leaves nothing behind that takes a later task', async () => {
      const swf = await TestSwf.registered()
      await advanceUntil(swf, swf.pollDecision())
      await swf.startRun()
      expect(await swf.client.countPendingDecisionTasks({ domain, taskList: decisionList })).toMatchObject({ count: 1 })
    })

    it('of a client that is gone takes no task: the next poller gets it', async () => {
      const swf = await TestSwf.registered()
      await pollAndGo(swf, 'PollForDecisionTask', decisionList)
      await pollAndGo(swf, 'PollForActivityTask', activityList)
      const run = await swf.startRun()
      await swf.decide(schedule('a'))
      expect((await swf.pollActivity()).activityId).toBe('a')
      expect(eventTypes(await swf.history(run)).filter((type) => type.endsWith('Started'))).toEqual([
        'WorkflowExecutionStarted',
        'DecisionTaskStarted',
        'ActivityTaskStarted',
      ])
    })

    it('is forgotten with its client, also one of many that were sent down one connection', async () => {
      const swf = await TestSwf.registered()
      const warnings: Error[] = []
      const note = (warning: Error) => void warnings.push(warning)
      process.on('warning', note)
      const wait = vi.spyOn(TaskLists.prototype, 'wait')
      onTestFinished(() => {
        process.off('warning', note)
        wait.mockRestore()
      })
      const socket = connect(swf.server.port, '127.0.0.1')
      socket.write(pollText(swf, 'PollForActivityTask', activityList).repeat(30))
      await vi.waitFor(() => expect(wait).toHaveBeenCalledTimes(30))
      const removals = wait.mock.results.map(({ value }) => vi.spyOn(value, 'remove'))
      socket.destroy()
      await vi.waitFor(() => {
        for (const removal of removals) expect(removal).toHaveBeenCalled()
      })
      expect(warnings).toEqual([])
    })

    it('that a client aborts is forgotten while others wait on', async () => {
      const swf = await TestSwf.registered()
      const leaving = new AbortController()
      const left = swf.pollDecision({}, leaving.signal)
      const staying = swf.pollDecision()
      leaving.abort()
      await expect(left).rejects.toThrow('aborted')
      await swf.startRun()
      await swf.startRun({ workflowId: 'order-2' })
      // The server may see the abort late: it then counts as handed out. One of the two tasks reaches whoever stayed.
      expect((await staying).taskToken).toEqual(expect.any(String))
    })
  })

  describe('many pollers', () => {
    it('never get one task twice, and leave none', async () => {
      const swf = await TestSwf.registered()
      const ids = Array.from({ length: 40 }, (_, index) => `a${index}`)
      const polls = ids.map(() => swf.pollActivity())
      await swf.startRun()
      await swf.decide(...ids.map((id) => schedule(id)))
      const tasks = await Promise.all(polls)
      expect(new Set(tasks.map(({ activityId }) => activityId))).toEqual(new Set(ids))
      expect(new Set(tasks.map(({ taskToken }) => taskToken)).size).toBe(ids.length)
    })

    it('of two clients share the tasks', async () => {
      const swf = await TestSwf.registered()
      const workflowIds = Array.from({ length: 20 }, (_, index) => `order-${index}`)
      const polls = workflowIds.map(() => swf.pollDecision())
      await Promise.all(workflowIds.map((workflowId) => swf.startRun({ workflowId })))
      const tasks = await Promise.all(polls)
      expect(new Set(tasks.map(({ workflowExecution }) => workflowExecution?.workflowId))).toEqual(new Set(workflowIds))
    })
  })

  describe('a decider has one decision task at a time', () => {
    it('what comes in while it waits is part of it', async () => {
      const swf = await TestSwf.registered()
      const run = await swf.startRun()
      await swf.decide(startTimer('one', '1'), startTimer('two', '2'))
      swf.clock.advance(2000)
      expect(eventTypes(await swf.historyFrom(7, run))).toEqual(['TimerFired', 'DecisionTaskScheduled', 'TimerFired'])
      const task = await swf.pollDecision()
      expect(task).toMatchObject({ startedEventId: 10, previousStartedEventId: 3 })
      expect(task.events).toHaveLength(10)
    })

    it('what comes in while a decider has it schedules the next one at once, which waits for the answer', async () => {
      const swf = await TestSwf.registered()
      const run = await swf.startRun()
      await swf.decide(startTimer('one', '1'), startTimer('two', '2'), startTimer('three', '2'))
      swf.clock.advance(1000)
      const { taskToken } = await swf.pollDecision()
      swf.clock.advance(1000)
      const next = swf.pollDecision()
      await swf.client.respondDecisionTaskCompleted({ taskToken })
      expect(eventTypes(await swf.historyFrom(9, run))).toEqual([
        'DecisionTaskScheduled',
        'DecisionTaskStarted',
        'TimerFired',
        'DecisionTaskScheduled',
        'TimerFired',
        'DecisionTaskCompleted',
        'DecisionTaskStarted',
      ])
      expect(await next).toMatchObject({ startedEventId: 15, previousStartedEventId: 10 })
    })

    it('the next one is scheduled by the very next event, with the same time stamp, and does not count as pending', async () => {
      const swf = await TestSwf.registered()
      const run = await swf.startRun()
      await swf.pollDecision()
      await swf.client.signalWorkflowExecution({ domain, ...run, signalName: 'hurry' })
      const [signaled, scheduled] = swf.server.history(run.workflowId).slice(3)
      expect(scheduled).toMatchObject({ eventId: 5, eventType: 'DecisionTaskScheduled' })
      expect(scheduled?.eventTimestamp).toEqual(signaled?.eventTimestamp)
      expect(await swf.client.countPendingDecisionTasks({ domain, taskList: decisionList })).toMatchObject({ count: 0 })
      const { openCounts } = await swf.client.describeWorkflowExecution({ domain, execution: run })
      expect(openCounts?.openDecisionTasks).toBe(1)
    })

    it('the next one is handed out when the present one times out, and no further one is scheduled', async () => {
      const swf = await TestSwf.registered()
      const run = await swf.startRun()
      await swf.pollDecision()
      await swf.client.signalWorkflowExecution({ domain, ...run, signalName: 'hurry' })
      swf.clock.advance(30_000)
      expect(await swf.pollDecision()).toMatchObject({ startedEventId: 7, previousStartedEventId: 0 })
      expect(eventTypes(await swf.historyFrom(4, run))).toEqual([
        'WorkflowExecutionSignaled',
        'DecisionTaskScheduled',
        'DecisionTaskTimedOut',
        'DecisionTaskStarted',
      ])
    })

    it('nothing came in: none is scheduled', async () => {
      const swf = await TestSwf.registered()
      await swf.startRun()
      await swf.decide(schedule('a'))
      expect(await swf.client.countPendingDecisionTasks({ domain, taskList: decisionList })).toMatchObject({ count: 0 })
    })

    it('an execution closes with a decider waiting, who goes on waiting', async () => {
      const swf = await TestSwf.registered()
      await swf.startRun()
      const { taskToken } = await swf.pollDecision()
      const waiting = swf.pollDecision()
      await swf.client.respondDecisionTaskCompleted({ taskToken, decisions: [complete()] })
      const run = await swf.startRun({ workflowId: 'order-2' })
      expect((await waiting).workflowExecution).toEqual(run)
    })
  })
})

describe('idle polls', () => {
  const POLLS = 100

  function timers(): number {
    return process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length
  }

  it('a hundred polls that wait have one timer between them, and the last one left gets the task', async () => {
    const clock = new CountingClock(systemClock)
    const swf = await TestSwf.registered({ clock })
    const crowd = new Crowd(swf)
    const wait = vi.spyOn(TaskLists.prototype, 'wait')
    onTestFinished(() => {
      crowd.close()
      wait.mockRestore()
    })
    const [timersBefore, setBefore] = [timers(), clock.set]

    const others = Array.from({ length: POLLS - 1 }, () => crowd.poll('PollForActivityTask', activityList, 'vanishes when told'))
    const last = crowd.poll('PollForActivityTask', activityList, 'stays')
    await vi.waitFor(() => expect(wait).toHaveBeenCalledTimes(POLLS), { timeout: 30_000 })
    expect(clock.waiting).toBe(1)
    // The first poll's own: the later ones end later, so that the timer need not be set anew, unless the real time was set back.
    expect(clock.set - setBefore).toBeLessThan(10)
    expect(timers() - timersBefore).toBeLessThan(10)

    const removals = wait.mock.results.map(({ value }) => vi.spyOn(value, 'remove'))
    crowd.vanish()
    expect(new Set(await Promise.all(others))).toEqual(new Set(['gone']))
    const gone = () => removals.filter((removal) => removal.mock.calls.length > 0).length
    await vi.waitFor(() => expect(gone()).toBe(POLLS - 1), { timeout: 30_000 })
    await swf.startRun()
    await swf.decide(schedule('a'))
    expect(await last).toHaveProperty('task.startedEventId', 6)
    const pending = { domain, taskList: decisionList }
    expect((await swf.client.countPendingDecisionTasks(pending)).count).toBe(0)
  })
})

describe('TaskLists', () => {
  interface NamedTask extends ListedTask {
    readonly name: string
  }

  const task = (name: string, priority = 0): NamedTask => ({ name, priority, taskList: 'list' })

  /** A poll that notes what it is handed. */
  function poll(isDisconnected = false) {
    const handed: string[] = []
    return { handed, isDisconnected: () => isDisconnected, hand: ({ name }: NamedTask) => void handed.push(name), end: () => {} }
  }

  it('hands a task to the poll that has waited longest', () => {
    const lists = new TaskLists<NamedTask>()
    const [first, second] = [poll(), poll()]
    lists.wait('list', first)
    lists.wait('list', second)
    for (const name of ['a', 'b', 'c']) lists.offer(task(name))
    expect([first.handed, second.handed]).toEqual([['a'], ['b']])
    expect(lists.count('list')).toBe(1)
  })

  it('passes over polls whose clients are gone, and over those that were removed', () => {
    const lists = new TaskLists<NamedTask>()
    const [gone, removed, here] = [poll(true), poll(), poll()]
    lists.wait('list', gone)
    lists.wait('list', removed).remove()
    lists.wait('list', here)
    lists.offer(task('a'))
    expect([gone.handed, removed.handed, here.handed]).toEqual([[], [], ['a']])
  })

  it('keeps a task when only polls of gone clients wait', () => {
    const lists = new TaskLists<NamedTask>()
    lists.wait('list', poll(true))
    lists.offer(task('a'))
    expect(lists.next('list')?.name).toBe('a')
  })

  it('gives the highest priority first, then the oldest', () => {
    const lists = new TaskLists<NamedTask>()
    const offered = [task('a'), task('b', 1), task('c', -1), task('d', 1)]
    const listings = new Map(offered.map((each) => [each.name, lists.offer(each)]))
    const order: string[] = []
    for (let next = lists.next('list'); next; next = lists.next('list')) {
      order.push(next.name)
      listings.get(next.name)?.remove()
    }
    expect(order).toEqual(['b', 'd', 'a', 'c'])
  })

  it('takes any number of priorities, in any order', () => {
    const lists = new TaskLists<NamedTask>()
    const count = 3000
    // 7,919 is a prime: each priority comes once, far from its neighbours.
    const priorities = Array.from({ length: count }, (_, index) => (index * 7919) % count)
    const listings = new Map(priorities.map((priority) => [priority, lists.offer(task('a', priority))]))
    expect(lists.count('list')).toBe(count)
    const order: number[] = []
    for (let next = lists.next('list'); next; next = lists.next('list')) {
      order.push(next.priority)
      listings.get(next.priority)?.remove()
    }
    expect(order).toEqual(priorities.toSorted((one, other) => other - one))
  })

  it('removes a task from the middle, once', () => {
    const lists = new TaskLists<NamedTask>()
    const [, middle] = ['a', 'b', 'c'].map((name) => lists.offer(task(name)))
    middle?.remove()
    middle?.remove()
    expect(lists.count('list')).toBe(2)
  })

  it('does not mix lists', () => {
    const lists = new TaskLists<NamedTask>()
    lists.offer(task('a'))
    expect(lists.next('other')).toBeUndefined()
    expect(lists.count('other')).toBe(0)
  })
})
