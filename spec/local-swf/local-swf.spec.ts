import { once } from 'node:events'
import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
import { LocalSwf, ManualClock, systemClock } from '../../lib/local-swf/index.js'
import { CountingClock } from './support/counting-clock.js'
import { heldPolls } from './support/held-polls.js'
import { rawRequest } from './support/raw-request.js'
import { TestSwf, complete, decisionList, domain, faultOf, schedule, startTimer, workflowType } from './support/test-swf.js'

describe('LocalSwf', () => {
  const domainNames =
    'a list of at most 100 names that a domain can have (1 to 256 characters, no : / | or control character, not arn)'

  describe('start', () => {
    it('takes a free port of the loopback interface, and tells how to reach it', async () => {
      const { server } = await TestSwf.start()
      expect(server.port).toBeGreaterThan(0)
      expect(server.endpoint).toBe(`http://127.0.0.1:${server.port}`)
      expect(server.clientOptions).toEqual({
        region: 'us-east-1',
        endpoint: server.endpoint,
        credentials: { accessKeyId: expect.any(String), secretAccessKey: expect.any(String) },
      })
    })

    it('takes the port that it is given, and says so when it is in use', async () => {
      const blocker = createServer().listen(0, '127.0.0.1')
      await once(blocker, 'listening')
      const address = blocker.address()
      const port = typeof address === 'object' && address ? address.port : 0
      await expect(LocalSwf.start({ port })).rejects.toMatchObject({
        code: 'EADDRINUSE',
        message: `port ${port} of 127.0.0.1 is in use: give LocalSwf another port, or 0 for a free one`,
      })
      blocker.close()
      await once(blocker, 'close')
      const { server } = await TestSwf.start({ port })
      expect(server.port).toBe(port)
    })

    it('runs servers side by side, with nothing in common', async () => {
      const [one, other] = [await TestSwf.registered(), await TestSwf.start()]
      expect((await one.client.describeDomain({ name: domain })).domainInfo?.name).toBe(domain)
      expect((await faultOf(other.client.describeDomain({ name: domain }))).name).toBe('UnknownResourceFault')
    })

    it('goes by the real time unless it is given a clock', async () => {
      const beforeMs = Date.now()
      const swf = await TestSwf.registered({ clock: systemClock })
      const execution = await swf.startRun()
      await swf.decide(complete())
      const { executionInfo } = await swf.client.describeWorkflowExecution({ domain, execution })
      expect(Number(executionInfo?.startTimestamp)).toBeGreaterThanOrEqual(beforeMs)
      expect(Number(executionInfo?.closeTimestamp)).toBeLessThanOrEqual(Date.now())
    })

    it.each([
      [{ port: -1 }, 'option port must be a whole number from 0 to 65535, not -1'],
      [{ port: '80' }, "option port must be a whole number from 0 to 65535, not '80'"],
      [{ port: 65_536 }, 'option port must be a whole number from 0 to 65535, not 65536'],
      [
        { clock: 'real' },
        "option clock must be 'system', 'manual', 'skipping' or a Clock with now() and setTimer(callback, delayMs), not 'real'",
      ],
      [
        { clock: {} },
        "option clock must be 'system', 'manual', 'skipping' or a Clock with now() and setTimer(callback, delayMs), not an object",
      ],
      [{ functions: { resize: 'now' } }, 'option functions must be a plain object of functions, not an object'],
      [{ functions: new Map() }, 'option functions must be a plain object of functions, not an instance of Map'],
      [new Map(), 'LocalSwf.start takes a plain object, not an instance of Map'],
      [{ account: '123456789012' }, "option account must be a plain object with id, region and quotas, not '123456789012'"],
      [{ account: { id: '123' } }, "option account.id must be a text of 12 digits, not '123'"],
      [{ account: { region: '' } }, "option account.region must be the name of a region, not ''"],
      [{ account: { name: 'local' } }, 'unknown option account.name: account takes id, region, quotas'],
      [{ faults: [] }, 'option faults must be a plain object with rules and seed, not []'],
      [{ faults: { seeds: 1 } }, 'unknown option faults.seeds: faults takes rules, seed'],
      [{ domains: 'orders' }, `option domains must be ${domainNames}, not 'orders'`],
      [{ domains: ['orders', 'a/b'] }, `option domains must be ${domainNames}, not ['orders', 'a/b']`],
      [{ domains: [''] }, `option domains must be ${domainNames}, not ['']`],
      [{ domains: [1] }, `option domains must be ${domainNames}, not [1]`],
      [null, 'LocalSwf.start takes a plain object, not null'],
      [4577, 'LocalSwf.start takes a plain object, not 4577'],
    ])('refuses %j', async (options, message) => {
      // @ts-expect-error these options are wrong
      await expect(LocalSwf.start(options)).rejects.toThrow(new TypeError(message))
    })

    it('refuses more domains than an account may have', async () => {
      const domains = Array.from({ length: 101 }, (_, index) => `domain ${index}`)
      await expect(LocalSwf.start({ domains })).rejects.toThrow(TypeError)
      const { server } = await TestSwf.start({ domains: [...domains.slice(1), 'domain 1'] })
      expect(server.port).toBeGreaterThan(0)
    })

    it('refuses an option that it does not know, and names those that it does', async () => {
      // @ts-expect-error there is no such option
      await expect(LocalSwf.start({ prot: 1 })).rejects.toThrow('unknown option prot: LocalSwf.start takes port, clock, ')
    })

    it('takes an undefined option as one that is left out', async () => {
      // @ts-expect-error exact optional properties
      const server = await LocalSwf.start({ port: undefined, account: { region: undefined }, faults: undefined })
      expect(server.clientOptions.region).toBe('us-east-1')
      await server.stop()
    })
  })

  describe('stop', () => {
    it('ends held polls at once, and frees the port', async () => {
      const swf = await TestSwf.registered()
      const polls = Promise.allSettled([swf.pollDecision(), swf.pollActivity()])
      await swf.client.describeDomain({ name: domain })
      await swf.server.stop()
      expect((await polls).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
      const again = await TestSwf.start({ port: swf.server.port })
      expect(again.server.port).toBe(swf.server.port)
    })

    it('may be called twice, and during itself: it is one promise', async () => {
      const { server } = await TestSwf.start()
      const stopped = server.stop()
      expect(server.stop()).toBe(stopped)
      await stopped
      expect(server.stop()).toBe(stopped)
      expect(server[Symbol.asyncDispose]()).toBe(stopped)
      await expect(rawRequest(server, 'DescribeDomain', '{}')).rejects.toThrow('fetch failed')
    })

    it('leaves no timer on the clock', async () => {
      const clock = new CountingClock(new ManualClock())
      const swf = await TestSwf.registered({ clock })
      await swf.startRun()
      await swf.decide(schedule('a', { startToCloseTimeout: '60' }))
      expect(clock.waiting).toBe(1)
      await swf.server.stop()
      expect(clock.waiting).toBe(0)
    })
  })
})

describe('reset', () => {
  const register = ({ client }: TestSwf) => client.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '1' })

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
    const clock = new CountingClock(new ManualClock())
    const swf = await TestSwf.registered({ clock })
    await swf.startRun()
    await swf.decide(schedule('a', { startToCloseTimeout: '60' }), startTimer('t', '10'))
    clock.counted.advance(1000)
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
    const clock = new CountingClock(new ManualClock())
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
