import { describe, expect, it } from 'vitest'
import { cancelExternal, continueAsNew, signalExternal } from './support/decisions.js'
import {
  type Run,
  TestSwf,
  complete,
  decided,
  decisionList,
  domain,
  eventTypes,
  faultOf,
  startTimer,
  workflowType,
} from './support/test-swf.js'

describe('an execution that continues as new', () => {
  const nextList = { name: 'next deciders' }
  const given = {
    taskList: nextList,
    taskPriority: '3',
    executionStartToCloseTimeout: '100',
    taskStartToCloseTimeout: '10',
    childPolicy: 'ABANDON',
    input: 'the rest',
    tagList: ['again'],
    lambdaRole: 'a-role',
  } satisfies Parameters<typeof continueAsNew>[0]

  describe('ContinueAsNewWorkflowExecution', () => {
    it('closes the run, and starts the next with what is given', async () => {
      const { swf, run, events } = await decided(continueAsNew(given))
      const { workflowExecution, events: started = [] } = await swf.pollDecision({ taskList: nextList })
      const newExecutionRunId = workflowExecution?.runId ?? ''
      expect(newExecutionRunId).toMatch(/^[\da-f]{32}$/)
      expect(newExecutionRunId).not.toBe(run.runId)
      expect(events.slice(1)).toEqual([
        {
          eventId: 5,
          eventType: 'WorkflowExecutionContinuedAsNew',
          attributes: { ...given, workflowType, newExecutionRunId, decisionTaskCompletedEventId: 4 },
        },
      ])
      expect(eventTypes(await swf.history({ ...run, runId: newExecutionRunId }))).toEqual([
        'WorkflowExecutionStarted',
        'DecisionTaskScheduled',
        'DecisionTaskStarted',
      ])
      expect(started[0]?.workflowExecutionStartedEventAttributes).toEqual({
        ...given,
        workflowType,
        continuedExecutionRunId: run.runId,
        parentInitiatedEventId: 0,
      })
      expect(started[1]?.decisionTaskScheduledEventAttributes).toMatchObject({ taskPriority: '3', startToCloseTimeout: '10' })
      const { executionInfo } = await swf.client.describeWorkflowExecution({ domain, execution: run })
      expect(executionInfo).toMatchObject({ executionStatus: 'CLOSED', closeStatus: 'CONTINUED_AS_NEW' })
    })

    it("takes what is left out from the type's defaults, not from the run before", async () => {
      const swf = await TestSwf.registered()
      const run = await swf.startRun({ ...given, taskList: decisionList })
      await swf.decide(continueAsNew())
      const defaults = {
        workflowType,
        taskList: decisionList,
        executionStartToCloseTimeout: '3600',
        taskStartToCloseTimeout: '30',
        childPolicy: 'TERMINATE',
      }
      const { workflowExecution, events: [started] = [] } = await swf.pollDecision()
      expect((await swf.history(run)).at(-1)?.attributes).toEqual({
        ...defaults,
        newExecutionRunId: workflowExecution?.runId,
        decisionTaskCompletedEventId: 4,
      })
      expect(started?.workflowExecutionStartedEventAttributes).toEqual({
        ...defaults,
        continuedExecutionRunId: run.runId,
        parentInitiatedEventId: 0,
      })
    })

    it('starts another version of the type, if one is given', async () => {
      const swf = await TestSwf.registered()
      const next = { name: workflowType.name, version: '2' }
      await swf.client.registerWorkflowType({ domain, ...next })
      const run = await swf.startRun()
      await swf.decide(continueAsNew({ ...given, workflowTypeVersion: '2' }))
      expect((await swf.history(run)).at(-1)?.attributes).toMatchObject({ workflowType: next })
      expect((await swf.pollDecision({ taskList: nextList })).workflowType).toEqual(next)
    })

    it.each([
      ['WORKFLOW_TYPE_DOES_NOT_EXIST', { workflowTypeVersion: '9' }],
      ['WORKFLOW_TYPE_DEPRECATED', { workflowTypeVersion: 'old' }],
      ['DEFAULT_EXECUTION_START_TO_CLOSE_TIMEOUT_UNDEFINED', { executionStartToCloseTimeout: undefined }],
      ['DEFAULT_TASK_LIST_UNDEFINED', { taskList: undefined }],
      ['DEFAULT_TASK_START_TO_CLOSE_TIMEOUT_UNDEFINED', { taskStartToCloseTimeout: undefined }],
      ['DEFAULT_CHILD_POLICY_UNDEFINED', { childPolicy: undefined }],
    ])('fails with %s: the run goes on, and its decider is woken', async (cause, overrides) => {
      const swf = await TestSwf.registered()
      const { name } = workflowType
      for (const version of ['bare', 'old']) await swf.client.registerWorkflowType({ domain, name, version })
      await swf.client.deprecateWorkflowType({ domain, workflowType: { name, version: 'old' } })
      const run = await swf.startRun()
      await swf.decide(continueAsNew({ ...given, workflowTypeVersion: 'bare', ...overrides }))
      const events = await swf.historyFrom(5, run)
      expect(events[0]).toEqual({
        eventId: 5,
        eventType: 'ContinueAsNewWorkflowExecutionFailed',
        attributes: { cause, decisionTaskCompletedEventId: 4 },
      })
      expect(eventTypes(events.slice(1))).toEqual(['DecisionTaskScheduled'])
      const { executionInfo } = await swf.client.describeWorkflowExecution({ domain, execution: run })
      expect(executionInfo?.executionStatus).toBe('OPEN')
    })
  })

  describe('the runs of a workflowId that continues as new', () => {
    it('are listed each for itself: one open, the others closed', async () => {
      const { swf, run } = await decided(continueAsNew({ tagList: ['second'] }))
      await swf.decide(continueAsNew({ tagList: ['third'] }))
      const times = { oldestDate: new Date(0) }
      const executionFilter = { workflowId: run.workflowId }
      const open = await swf.client.listOpenWorkflowExecutions({ domain, startTimeFilter: times, executionFilter })
      expect(open.executionInfos).toMatchObject([{ tagList: ['third'], executionStatus: 'OPEN' }])
      const closed = await swf.client.listClosedWorkflowExecutions({ domain, startTimeFilter: times, executionFilter })
      expect(closed.executionInfos).toMatchObject([
        { tagList: ['second'], closeStatus: 'CONTINUED_AS_NEW' },
        { execution: run, closeStatus: 'CONTINUED_AS_NEW' },
      ])
    })

    it('leave the workflowId in use, until the last is closed', async () => {
      const { swf } = await decided(continueAsNew())
      expect((await faultOf(swf.startRun())).name).toBe('WorkflowExecutionAlreadyStartedFault')
      await swf.decide(complete())
      await swf.startRun()
    })

    it('take nothing along: no timer, no request to cancel, no context', async () => {
      const swf = await TestSwf.registered()
      const run = await swf.startRun()
      await swf.client.requestCancelWorkflowExecution({ domain, ...run })
      const { taskToken } = await swf.pollDecision()
      await swf.client.respondDecisionTaskCompleted({
        taskToken,
        decisions: [startTimer('wake', '5'), continueAsNew()],
        executionContext: 'thinking',
      })
      swf.clock.advance(10_000)
      const { workflowExecution } = await swf.pollDecision()
      const execution = { workflowId: run.workflowId, runId: workflowExecution?.runId }
      const next = await swf.client.describeWorkflowExecution({ domain, execution })
      expect(next).toMatchObject({ executionInfo: { cancelRequested: false }, openCounts: { openTimers: 0 } })
      expect(next.latestExecutionContext).toBeUndefined()
      const { latestExecutionContext } = await swf.client.describeWorkflowExecution({ domain, execution: run })
      expect(latestExecutionContext).toBe('thinking')
      expect(eventTypes(await swf.history({ ...run, runId: workflowExecution?.runId ?? '' }))).not.toContain('TimerFired')
    })

    it('time out each for itself, counted from its own start', async () => {
      const swf = await TestSwf.registered()
      const run = await swf.startRun({ executionStartToCloseTimeout: '100' })
      swf.clock.advance(99_000)
      await swf.decide(continueAsNew({ executionStartToCloseTimeout: '100' }))
      const { workflowExecution } = await swf.pollDecision()
      const next = { ...run, runId: workflowExecution?.runId ?? '' }
      swf.clock.advance(99_999)
      expect(eventTypes(await swf.history(next))).not.toContain('WorkflowExecutionTimedOut')
      swf.clock.advance(1)
      expect(eventTypes(await swf.history(next)).at(-1)).toBe('WorkflowExecutionTimedOut')
      expect(eventTypes(await swf.history(run)).at(-1)).toBe('WorkflowExecutionContinuedAsNew')
    })
  })
})

describe('external executions', () => {
  const otherList = { name: 'other deciders' }

  /** An execution that decides, and another one. */
  async function two() {
    const swf = await TestSwf.registered()
    const other = await swf.startRun({ workflowId: 'other', taskList: otherList })
    const run = await swf.startRun()
    return { swf, run, other }
  }

  /** The event of this type that came last. */
  async function lastOf(swf: TestSwf, run: Run, wanted: string) {
    return (await swf.history(run)).findLast(({ eventType }) => eventType === wanted)
  }

  const kinds = [
    {
      decision: 'SignalExternalWorkflowExecution',
      decide: signalExternal,
      about: { signalName: 'hurry' },
      reached: 'ExternalWorkflowExecutionSignaled',
      received: 'WorkflowExecutionSignaled',
    },
    {
      decision: 'RequestCancelExternalWorkflowExecution',
      decide: cancelExternal,
      about: {},
      reached: 'ExternalWorkflowExecutionCancelRequested',
      received: 'WorkflowExecutionCancelRequested',
    },
  ] as const

  describe.each(kinds)('$decision', ({ decision, decide, about, reached, received }) => {
    it('reaches the open run of a workflowId, and both deciders are woken', async () => {
      const { swf, run, other } = await two()
      await swf.decide(decide('other', { control: 'mine' }))
      expect(await swf.historyFrom(5, run)).toMatchObject([
        { eventId: 5, eventType: `${decision}Initiated` },
        { eventId: 6, eventType: reached },
        { eventId: 7, eventType: 'DecisionTaskScheduled' },
      ])
      const [initiated, done] = await swf.historyFrom(5, run)
      expect(initiated?.attributes).toEqual({
        ...about,
        workflowId: 'other',
        control: 'mine',
        decisionTaskCompletedEventId: 4,
      })
      expect(done?.attributes).toEqual({ workflowExecution: other, initiatedEventId: 5 })
      expect((await swf.historyFrom(3, other))[0]).toEqual({
        eventId: 3,
        eventType: received,
        attributes: { ...about, externalWorkflowExecution: run, externalInitiatedEventId: 5 },
      })
      const { events } = await swf.pollDecision({ taskList: otherList })
      expect(events?.at(-2)?.eventType).toBe(received)
    })

    it('reaches the run that is named', async () => {
      const { swf, run, other } = await two()
      await swf.decide(decide('other', { runId: other.runId }))
      expect((await lastOf(swf, run, `${decision}Initiated`))?.attributes).toMatchObject({ runId: other.runId })
      expect(await lastOf(swf, other, received)).toBeDefined()
    })

    it.each([
      ['nobody', {}],
      ['other', { runId: 'another run' }],
    ])('fails for what is not open: %s %o', async (workflowId, { runId }: { readonly runId?: string }) => {
      const { swf, run, other } = await two()
      await swf.decide(decide(workflowId, { runId, control: 'mine' }))
      const events = await swf.historyFrom(5, run)
      expect(eventTypes(events)).toEqual([`${decision}Initiated`, `${decision}Failed`, 'DecisionTaskScheduled'])
      expect(events[1]?.attributes).toEqual({
        workflowId,
        ...(runId !== undefined && { runId }),
        control: 'mine',
        cause: 'UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION',
        initiatedEventId: 5,
        decisionTaskCompletedEventId: 4,
      })
      expect(await swf.history(other)).toHaveLength(2)
    })

    it('fails for a run that is closed, though another of its workflowId is open', async () => {
      const { swf, run, other } = await two()
      await swf.client.terminateWorkflowExecution({ domain, ...other })
      const open = await swf.startRun({ workflowId: 'other', taskList: otherList })
      await swf.decide(decide('other', { runId: other.runId }))
      expect(await lastOf(swf, run, `${decision}Failed`)).toBeDefined()
      expect(await swf.history(open)).toHaveLength(2)
    })

    it('reaches no execution of another domain', async () => {
      const { swf, run } = await two()
      await swf.client.registerDomain({ name: 'abroad', workflowExecutionRetentionPeriodInDays: '1' })
      const type = { name: 'order', version: '1' }
      await swf.client.registerWorkflowType({ domain: 'abroad', ...type })
      await swf.client.startWorkflowExecution({
        domain: 'abroad',
        workflowId: 'abroad-1',
        workflowType: type,
        taskList: otherList,
        executionStartToCloseTimeout: '100',
        taskStartToCloseTimeout: '10',
        childPolicy: 'ABANDON',
      })
      await swf.decide(decide('abroad-1'))
      expect(await lastOf(swf, run, `${decision}Failed`)).toBeDefined()
    })

    it('can reach the execution itself: one more decision task', async () => {
      const { swf, run } = await two()
      await swf.decide(decide(run.workflowId))
      const events = await swf.historyFrom(5, run)
      expect(eventTypes(events)).toEqual([`${decision}Initiated`, received, 'DecisionTaskScheduled', reached])
      expect(events[1]?.attributes).toEqual({ ...about, externalWorkflowExecution: run, externalInitiatedEventId: 5 })
    })

    it('still reaches the other from a batch that closes the sender, who writes no more', async () => {
      const { swf, run, other } = await two()
      await swf.decide(decide('other'), complete())
      expect(eventTypes(await swf.historyFrom(5, run))).toEqual([`${decision}Initiated`, 'WorkflowExecutionCompleted'])
      expect((await lastOf(swf, other, received))?.attributes).toMatchObject({
        externalWorkflowExecution: run,
        externalInitiatedEventId: 5,
      })
    })

    it('reaches the next run of its own workflowId from a batch that continues as new', async () => {
      const { swf, run } = await two()
      await swf.decide(decide(run.workflowId), continueAsNew())
      const { workflowExecution } = await swf.pollDecision()
      const next = { workflowId: run.workflowId, runId: workflowExecution?.runId ?? '' }
      expect(next.runId).not.toBe(run.runId)
      expect((await lastOf(swf, next, received))?.attributes).toMatchObject({ externalWorkflowExecution: run })
    })
  })

  it('signals with the input that the decision gives', async () => {
    const { swf, run, other } = await two()
    await swf.decide(signalExternal('other', { input: 'today' }))
    expect((await lastOf(swf, run, 'SignalExternalWorkflowExecutionInitiated'))?.attributes).toMatchObject({ input: 'today' })
    expect((await lastOf(swf, other, 'WorkflowExecutionSignaled'))?.attributes).toMatchObject({ input: 'today' })
  })

  it('shows that somebody asked to cancel', async () => {
    const { swf, other } = await two()
    await swf.decide(cancelExternal('other'))
    const { executionInfo } = await swf.client.describeWorkflowExecution({ domain, execution: other })
    expect(executionInfo).toMatchObject({ executionStatus: 'OPEN', cancelRequested: true })
  })
})
