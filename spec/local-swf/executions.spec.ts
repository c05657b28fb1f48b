import { describe, expect, it } from 'vitest'
import { capture } from '../fixtures/wire/capture.js'
import { rawRequest } from './support/raw-request.js'
import {
  TestSwf,
  complete,
  decided,
  decisionList,
  domain,
  eventTypes,
  faultOf,
  schedule,
  startTimer,
  workflowType,
} from './support/test-swf.js'

describe('executions', () => {
  describe('StartWorkflowExecution', () => {
    it('writes the first two events, with the defaults of the type', async () => {
      const swf = await TestSwf.registered()
      const run = await swf.startRun({ input: 'two books', tagList: ['books'] })
      expect(await swf.history(run)).toEqual([
        {
          eventId: 1,
          eventType: 'WorkflowExecutionStarted',
          attributes: {
            workflowType,
            taskList: decisionList,
            executionStartToCloseTimeout: '3600',
            taskStartToCloseTimeout: '30',
            childPolicy: 'TERMINATE',
            input: 'two books',
            tagList: ['books'],
            parentInitiatedEventId: 0,
          },
        },
        {
          eventId: 2,
          eventType: 'DecisionTaskScheduled',
          attributes: { taskList: decisionList, startToCloseTimeout: '30', scheduleToStartTimeout: 'NONE' },
        },
      ])
    })

    it('takes what is given before the defaults', async () => {
      const swf = await TestSwf.registered()
      const own = {
        taskList: { name: 'own' },
        taskPriority: '3',
        executionStartToCloseTimeout: '10',
        taskStartToCloseTimeout: 'NONE',
        childPolicy: 'ABANDON',
        lambdaRole: 'arn:aws:iam::123456789012:role/lambda',
      } as const
      const [started] = await swf.history(await swf.startRun(own))
      expect(started?.attributes).toEqual({ workflowType, parentInitiatedEventId: 0, ...own })
    })

    it('names the first value that neither the start nor the type gives', async () => {
      const { client } = await TestSwf.registered()
      const bare = { name: 'bare', version: '1' }
      await client.registerWorkflowType({ domain, ...bare })
      const given = {
        executionStartToCloseTimeout: '60',
        taskList: decisionList,
        taskStartToCloseTimeout: '30',
        childPolicy: 'TERMINATE',
      } as const
      for (const member of Object.keys(given)) {
        const start = client.startWorkflowExecution({
          domain,
          workflowType: bare,
          workflowId: 'bare',
          ...given,
          [member]: undefined,
        })
        expect(await faultOf(start)).toEqual({ name: 'DefaultUndefinedFault', message: member })
      }
      await client.startWorkflowExecution({ domain, workflowType: bare, workflowId: 'bare', ...given })
    })

    it('runs a workflowId once at a time, and again after its close', async () => {
      const swf = await TestSwf.registered()
      const first = await swf.startRun()
      expect((await faultOf(swf.startRun())).name).toBe('WorkflowExecutionAlreadyStartedFault')
      await swf.decide(complete())
      const second = await swf.startRun()
      expect(second.runId).not.toBe(first.runId)
    })

    it('refuses an unknown domain, an unknown type and a deprecated type', async () => {
      const swf = await TestSwf.registered()
      expect(await faultOf(swf.startRun({ domain: 'nowhere' }))).toEqual({
        name: 'UnknownResourceFault',
        message: 'Unknown domain: nowhere',
      })
      expect(await faultOf(swf.startRun({ workflowType: { name: 'nothing', version: '9' } }))).toEqual({
        name: 'UnknownResourceFault',
        message: 'Unknown type: WorkflowType=[name=nothing, version=9]',
      })
      await swf.client.deprecateWorkflowType({ domain, workflowType })
      expect(await faultOf(swf.startRun())).toEqual({
        name: 'TypeDeprecatedFault',
        message: 'WorkflowType=[name=order, version=1]',
      })
    })
  })

  describe('DescribeWorkflowExecution', () => {
    it('shows an open execution with its open tasks and timers', async () => {
      const swf = await TestSwf.registered()
      const startTimestamp = new Date(swf.clock.now())
      const run = await swf.startRun({ tagList: ['books'], taskPriority: '2' })
      swf.clock.advance(1000)
      const { taskToken } = await swf.pollDecision()
      const decisions = [schedule('a'), schedule('b'), startTimer('t', '60')]
      await swf.client.respondDecisionTaskCompleted({ taskToken, decisions, executionContext: 'step 1' })
      expect(await swf.client.describeWorkflowExecution({ domain, execution: run })).toMatchObject({
        executionInfo: {
          execution: run,
          workflowType,
          startTimestamp,
          executionStatus: 'OPEN',
          tagList: ['books'],
          cancelRequested: false,
        },
        executionConfiguration: {
          taskList: decisionList,
          taskPriority: '2',
          executionStartToCloseTimeout: '3600',
          taskStartToCloseTimeout: '30',
          childPolicy: 'TERMINATE',
        },
        openCounts: {
          openActivityTasks: 2,
          openDecisionTasks: 0,
          openTimers: 1,
          openChildWorkflowExecutions: 0,
          openLambdaFunctions: 0,
        },
        latestActivityTaskTimestamp: new Date(swf.clock.now()),
        latestExecutionContext: 'step 1',
      })
    })

    it('shows a closed execution: when and how it closed, and that nothing is open', async () => {
      const swf = await TestSwf.registered()
      const run = await swf.startRun()
      swf.clock.advance(2000)
      await swf.decide(schedule('a'), startTimer('t', '60'), complete('done'))
      const { executionInfo, openCounts } = await swf.client.describeWorkflowExecution({ domain, execution: run })
      expect(executionInfo).toMatchObject({
        executionStatus: 'CLOSED',
        closeStatus: 'COMPLETED',
        closeTimestamp: new Date(swf.clock.now()),
      })
      expect(openCounts).toMatchObject({ openActivityTasks: 0, openDecisionTasks: 0, openTimers: 0 })
    })

    it('names an execution that it does not know', async () => {
      const swf = await TestSwf.registered()
      const { workflowId, runId } = await swf.startRun()
      const refused = (execution: { workflowId: string; runId: string }) =>
        faultOf(swf.client.describeWorkflowExecution({ domain, execution }))
      expect(await refused({ workflowId, runId: 'other' })).toEqual({
        name: 'UnknownResourceFault',
        message: 'Unknown execution: WorkflowExecution=[workflowId=order-1, runId=other]',
      })
      expect((await refused({ workflowId: 'other', runId })).message).toContain('workflowId=other')
    })

    it('does not find an execution of another domain', async () => {
      const swf = await TestSwf.registered()
      const execution = await swf.startRun()
      await swf.client.registerDomain({ name: 'other', workflowExecutionRetentionPeriodInDays: '7' })
      const fault = await faultOf(swf.client.describeWorkflowExecution({ domain: 'other', execution }))
      expect(fault.name).toBe('UnknownResourceFault')
    })
  })

  describe('TerminateWorkflowExecution', () => {
    it('closes the execution with what it was told', async () => {
      const swf = await TestSwf.registered()
      const run = await swf.startRun()
      await swf.client.terminateWorkflowExecution({
        domain,
        workflowId: run.workflowId,
        reason: 'sold out',
        details: 'no books',
        childPolicy: 'ABANDON',
      })
      expect(await swf.historyFrom(3, run)).toEqual([
        {
          eventId: 3,
          eventType: 'WorkflowExecutionTerminated',
          attributes: { reason: 'sold out', details: 'no books', childPolicy: 'ABANDON', cause: 'OPERATOR_INITIATED' },
        },
      ])
      const { executionInfo } = await swf.client.describeWorkflowExecution({ domain, execution: run })
      expect(executionInfo?.closeStatus).toBe('TERMINATED')
    })

    it('takes the decision task off its list', async () => {
      const swf = await TestSwf.registered()
      const run = await swf.startRun()
      await swf.client.terminateWorkflowExecution({ domain, ...run })
      expect(await swf.client.countPendingDecisionTasks({ domain, taskList: decisionList })).toMatchObject({ count: 0 })
      expect(eventTypes(await swf.history(run)).at(-1)).toBe('WorkflowExecutionTerminated')
    })

    it('names an execution that is not open, with or without a run', async () => {
      const swf = await TestSwf.registered()
      const { workflowId } = await swf.startRun()
      const terminate = (runId?: string) => faultOf(swf.client.terminateWorkflowExecution({ domain, workflowId, runId }))
      expect(await terminate('other')).toEqual({
        name: 'UnknownResourceFault',
        message: 'Unknown execution: WorkflowExecution=[workflowId=order-1, runId=other]',
      })
      await swf.client.terminateWorkflowExecution({ domain, workflowId })
      expect(await terminate()).toEqual({
        name: 'UnknownResourceFault',
        message: 'Unknown execution, workflowId = order-1',
      })
    })
  })
})

describe('SignalWorkflowExecution', () => {
  it('writes the signal and wakes the decider', async () => {
    const { swf, run } = await decided()
    await swf.client.signalWorkflowExecution({ domain, ...run, signalName: 'hurry', input: 'today' })
    expect(await swf.historyFrom(5, run)).toEqual([
      {
        eventId: 5,
        eventType: 'WorkflowExecutionSignaled',
        attributes: { signalName: 'hurry', input: 'today', externalInitiatedEventId: 0 },
      },
      {
        eventId: 6,
        eventType: 'DecisionTaskScheduled',
        attributes: { taskList: decisionList, startToCloseTimeout: '30', scheduleToStartTimeout: 'NONE' },
      },
    ])
  })

  it('goes to the open run when no run is named, without input too', async () => {
    const { swf, run } = await decided()
    await swf.client.signalWorkflowExecution({ domain, workflowId: run.workflowId, signalName: 'hurry' })
    expect((await swf.historyFrom(5, run))[0]?.attributes).toEqual({ signalName: 'hurry', externalInitiatedEventId: 0 })
  })

  it('goes to the open run of the workflowId, not to one that is closed', async () => {
    const { swf, run: closed } = await decided(complete())
    const open = await swf.startRun()
    await swf.client.signalWorkflowExecution({ domain, workflowId: open.workflowId, signalName: 'hurry' })
    expect(eventTypes(await swf.history(closed))).not.toContain('WorkflowExecutionSignaled')
    expect(eventTypes(await swf.history(open))).toContain('WorkflowExecutionSignaled')
  })

  it('makes no second decision task while one waits for a decider, who then sees every signal', async () => {
    const swf = await TestSwf.registered()
    const run = await swf.startRun()
    for (const signalName of ['one', 'two']) await swf.client.signalWorkflowExecution({ domain, ...run, signalName })
    expect(eventTypes(await swf.history(run))).toEqual([
      'WorkflowExecutionStarted',
      'DecisionTaskScheduled',
      'WorkflowExecutionSignaled',
      'WorkflowExecutionSignaled',
    ])
    const { events = [] } = await swf.pollDecision()
    const names = events.map(({ workflowExecutionSignaledEventAttributes: signal }) => signal?.signalName)
    expect(names.filter((name) => name !== undefined)).toEqual(['one', 'two'])
  })

  it('has its decision task at once while a decider is at work, one for however many signals', async () => {
    const swf = await TestSwf.registered()
    const run = await swf.startRun()
    const { taskToken } = await swf.pollDecision()
    for (const signalName of ['one', 'two']) await swf.client.signalWorkflowExecution({ domain, ...run, signalName })
    await swf.client.respondDecisionTaskCompleted({ taskToken })
    expect(eventTypes(await swf.historyFrom(4, run))).toEqual([
      'WorkflowExecutionSignaled',
      'DecisionTaskScheduled',
      'WorkflowExecutionSignaled',
      'DecisionTaskCompleted',
    ])
  })

  it('is given at once to a decider who polls', async () => {
    const { swf, run } = await decided()
    const poll = swf.pollDecision()
    await swf.client.signalWorkflowExecution({ domain, ...run, signalName: 'hurry' })
    expect(await poll).toMatchObject({ startedEventId: 7, previousStartedEventId: 3, workflowExecution: run })
  })

  it('is refused for an execution that is closed, unknown, or not that run', async () => {
    const { swf, run } = await decided(complete())
    const { workflowId } = run
    const signal = (name: object) =>
      faultOf(swf.client.signalWorkflowExecution({ domain, workflowId, signalName: 'hurry', ...name }))
    const ofRun = (runId: string) => `Unknown execution: WorkflowExecution=[workflowId=${workflowId}, runId=${runId}]`
    const name = 'UnknownResourceFault'
    expect(await signal({})).toEqual({ name, message: `Unknown execution, workflowId = ${workflowId}` })
    expect(await signal({ runId: run.runId })).toEqual({ name, message: ofRun(run.runId) })
    expect(await signal({ workflowId: 'nobody' })).toEqual({ name, message: 'Unknown execution, workflowId = nobody' })
    await swf.startRun()
    expect(await signal({ runId: run.runId })).toEqual({ name, message: ofRun(run.runId) })
  })

  it('takes 32,768 characters of input, and not one more', async () => {
    const { swf, run } = await decided()
    const signal = (input: string) => swf.client.signalWorkflowExecution({ domain, ...run, signalName: 'hurry', input })
    await signal('é'.repeat(32_768))
    const { name, message } = await faultOf(signal('é'.repeat(32_769)))
    expect(name).toBe('ValidationException')
    expect(message).toMatch(/at 'input' failed to satisfy constraint: Member must have length less than or equal to 32768$/)
  })

  it('needs a name', async () => {
    const { swf, run } = await decided()
    const { message } = await faultOf(swf.client.signalWorkflowExecution({ domain, ...run, signalName: undefined }))
    expect(message).toContain("Value null at 'signalName' failed to satisfy constraint: Member must not be null")
  })
})

describe('a conversation of the Ruby framework, said again', () => {
  interface Exchange {
    readonly target: string
    readonly request: Readonly<Record<string, unknown>>
    readonly response: Answer | null
  }

  interface Answer {
    readonly taskToken?: string
    readonly events?: readonly Event[]
    readonly [member: string]: unknown
  }

  interface Event {
    readonly eventId: number
    readonly [member: string]: unknown
  }

  interface Registrations {
    readonly workflow: Exchange
    readonly resultActivity: Exchange
    readonly userActivity: Exchange
  }

  const rubyDomain = 'FlowDefault'
  /** Every job of the captures. */
  const jobs = ['MyJobs.hello', 'MyJobs.echo', 'MyJobs.empty_result', 'MyJobs.boom']

  /** Says to LocalSwf what the Ruby framework said, and wants to hear all that it heard then, and no other events. */
  class Replay {
    readonly #swf: TestSwf
    /** Recorded token → the token of this run. */
    readonly #tokens = new Map<unknown, unknown>()

    constructor(swf: TestSwf) {
      this.#swf = swf
    }

    async register(): Promise<void> {
      const { workflow, resultActivity, userActivity }: Registrations = capture('register_types')
      await this.#say('RegisterDomain', { name: rubyDomain, workflowExecutionRetentionPeriodInDays: '7' })
      for (const { target, request } of [workflow, resultActivity]) await this.#say(target, request)
      for (const name of jobs) await this.#say(userActivity.target, { ...userActivity.request, name })
    }

    async exchange({ target, request, response }: Exchange): Promise<void> {
      const taskToken = this.#tokens.get(request['taskToken'])
      const heard = await this.#say(target, taskToken ? { ...request, taskToken } : request)
      if (response?.taskToken) this.#tokens.set(response.taskToken, heard.taskToken)
      if (response?.events) expectEvents(heard.events ?? [], response.events)
      if (target === 'PollForActivityTask') {
        expect(heard['activityId']).toBe(response?.['activityId'])
        expect(heard['input']).toBe(response?.['input'])
      }
      // Retries wait on timers.
      if (JSON.stringify(request).includes('"StartTimer"')) this.#swf.clock.advance(10_000)
    }

    async #say(target: string, request: object): Promise<Answer> {
      const { status, text } = await rawRequest(this.#swf.server, target, JSON.stringify(request))
      if (status !== 200) throw new Error(`${target} was answered with ${status}: ${text}`)
      return text === '' ? {} : JSON.parse(text)
    }
  }

  /** A capture has the events since the previous decision, and leaves timeouts of NONE out. */
  function expectEvents(heard: readonly Event[], captured: readonly Event[]): void {
    const sinceEventId = captured[0]?.eventId ?? 0
    const since = heard.filter(({ eventId }) => eventId >= sinceEventId)
    expect(since).toHaveLength(captured.length)
    expect(since).toMatchObject(captured.map((event) => ({ ...event, eventTimestamp: expect.any(Number) })))
  }

  it.each(['flow_hello', 'flow_echo', 'flow_empty_result', 'flow_boom_once', 'flow_fail'])(
    'is answered as it was: %s',
    async (name) => {
      const swf = await TestSwf.start()
      const replay = new Replay(swf)
      await replay.register()
      const exchanges: readonly Exchange[] = capture(name)
      for (const exchange of exchanges) await replay.exchange(exchange)
      const closed = await swf.client.listClosedWorkflowExecutions({
        domain: rubyDomain,
        startTimeFilter: { oldestDate: new Date(0) },
      })
      expect(closed.executionInfos).toHaveLength(1)
    },
  )
})
