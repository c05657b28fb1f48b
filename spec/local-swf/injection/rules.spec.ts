import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  type FaultRule,
  LocalSwf,
  type LocalSwfOptions,
  type PlainRule,
  type ServedRequest,
} from '../../../lib/local-swf/index.js'
import { root } from '../../support/packed-project.js'
import { heldPolls } from '../support/held-polls.js'
import { rawRequest } from '../support/raw-request.js'
import { TestSwf, activityList, complete, decisionList, domain, eventTypes, schedule } from '../support/test-swf.js'

describe('rules', () => {
  const body = JSON.stringify({ name: domain })
  const once = { startTimeFilter: { oldestDate: 0 } }

  /** Which of so many requests are refused: x. */
  async function fates(server: LocalSwf, count: number, operation = 'DescribeDomain'): Promise<string> {
    let text = ''
    for (let times = 0; times < count; times += 1) {
      const { status } = await rawRequest(
        server,
        operation,
        operation === 'DescribeDomain' ? body : JSON.stringify({ domain, ...once }),
      )
      text += status === 200 ? '.' : 'x'
    }
    return text
  }

  async function started(options: LocalSwfOptions): Promise<LocalSwf> {
    return (await TestSwf.registered({ domains: [], ...options })).server
  }

  /** With rules from after the registrations on. */
  async function injected(...rules: FaultRule[]): Promise<LocalSwf> {
    const server = await started({})
    server.inject(rules)
    return server
  }

  describe('a rule', () => {
    it.each<readonly [string, Omit<PlainRule, 'kind'>]>([
      ['xxxxxx', {}],
      ['xx....', { times: 2 }],
      ['...xxx', { after: 3 }],
      ['..x...', { after: 2, times: 1 }],
      ['......', { rate: 0 }],
      ['xxxxxx', { operation: 'DescribeDomain' }],
      ['xxxxxx', { operation: ['ListDomains', 'DescribeDomain'] }],
      ['......', { operation: 'ListDomains' }],
    ])('strikes %s by %j', async (text, strikes) => {
      const server = await injected({ kind: 'throttling', ...strikes })
      expect(await fates(server, 6)).toBe(text)
      const count = text.replaceAll('.', '').length
      expect(server.injected).toEqual(count > 0 ? { DescribeDomain: { throttling: count } } : {})
    })

    it('with a rate strikes the same requests for the same seed, and others for another', async () => {
      const drawn: string[] = []
      for (const seed of [7, 7, 8]) {
        const server = await started({ faults: { seed } })
        server.inject({ kind: 'throttling', rate: 0.3 })
        drawn.push(await fates(server, 60))
      }
      const [first = '', same, other] = drawn
      expect(same).toBe(first)
      expect(other).not.toBe(first)
      const struck = first.replaceAll('.', '').length
      expect(struck).toBeGreaterThan(10)
      expect(struck).toBeLessThan(26)
    })

    it('with a rate does not mind what else is asked, nor what other rules strike', async () => {
      const alone = await injected({ kind: 'throttling', operation: 'DescribeDomain', rate: 0.5 })
      const expected = await fates(alone, 20)
      const server = await injected(
        { kind: 'throttling', operation: 'DescribeDomain', rate: 0.5 },
        { kind: 'error500', operation: 'CountOpenWorkflowExecutions', rate: 0.5 },
      )
      let text = ''
      for (let times = 0; times < 20; times += 1) {
        await fates(server, times % 3, 'CountOpenWorkflowExecutions')
        text += await fates(server, 1)
      }
      expect(text).toBe(expected)
    })

    it('and another of the same rate do not strike alike', async () => {
      const [one, other] = [
        { kind: 'throttling', operation: 'DescribeDomain', rate: 0.5 } as const,
        'CountOpenWorkflowExecutions',
      ]
      const server = await injected(one, { ...one, operation: other })
      expect(await fates(server, 30)).not.toBe(await fates(server, 30, other))
    })

    it('sees nothing of what a rule before it struck', async () => {
      const server = await injected({ kind: 'error500', times: 2 }, { kind: 'throttling', after: 1, times: 1 })
      expect(await fates(server, 5)).toBe('xx.x.')
      expect(server.injected).toEqual({ DescribeDomain: { error500: 2, throttling: 1 } })
    })

    it('is a copy: whoever gave it may change theirs', async () => {
      const rule = { kind: 'throttling' as const, operation: ['ListDomains'], times: 5 }
      const server = await injected(rule)
      rule.operation.push('DescribeDomain')
      expect(await fates(server, 2)).toBe('..')
    })
  })

  describe('what is no request of an operation', () => {
    it.each([
      ['DescribeDomain', '{', {}],
      ['Dance', '{}', {}],
      ['DescribeDomain', body, { authorization: '' }],
      ['DescribeDomain', body, { origin: 'https://example.com' }],
    ])('is seen by no rule: %s %s %j', async (operation, text, headers) => {
      const server = await injected({ kind: 'reset-before' })
      expect((await rawRequest(server, operation, text, { headers })).status).toBeGreaterThanOrEqual(400)
      expect(server.injected).toEqual({})
    })

    it('while what an operation would refuse is', async () => {
      const { server } = await TestSwf.start({ deny: ['DescribeDomain'] })
      server.inject({ kind: 'throttling', times: 1 })
      expect((await rawRequest(server, 'DescribeDomain', body)).text).toContain('ThrottlingException')
      expect((await rawRequest(server, 'DescribeDomain', body)).text).toContain('OperationNotPermittedFault')
    })
  })

  describe('inject', () => {
    it('takes one rule or several, and returns what takes them out again', async () => {
      const server = await started({})
      const removeOne = server.inject({ kind: 'throttling' })
      const removeTwo = server.inject([{ kind: 'error500' }, { kind: 'error500', operation: 'ListDomains' }])
      expect(await fates(server, 2)).toBe('xx')
      removeOne()
      removeOne()
      expect(await fates(server, 2)).toBe('xx')
      removeTwo()
      expect(await fates(server, 2)).toBe('..')
      expect(server.injected).toEqual({ DescribeDomain: { throttling: 2, error500: 2 } })
    })

    it('adds nothing when one of the rules is wrong', async () => {
      const server = await started({})
      expect(() => server.inject([{ kind: 'throttling' }, { kind: 'throttling', rate: 2 }])).toThrow(TypeError)
      expect(await fates(server, 1)).toBe('.')
    })
  })

  describe('the option faults', () => {
    it('is in force from the start, before what is injected', async () => {
      const { server } = await TestSwf.start({ faults: { rules: [{ kind: 'throttling', times: 1 }] }, domains: [domain] })
      server.inject({ kind: 'error500', times: 1 })
      expect(await fates(server, 3)).toBe('xx.')
      expect(server.injected).toEqual({ DescribeDomain: { throttling: 1, error500: 1 } })
    })

    it('begins anew at a reset: what was injected is gone, and nothing is counted', async () => {
      const { server } = await TestSwf.start({
        faults: {
          rules: [
            { kind: 'throttling', times: 1 },
            { kind: 'error500', rate: 0.5 },
          ],
        },
        domains: [domain],
      })
      const remove = server.inject({ kind: 'fault', name: 'ServiceUnavailable' })
      const before = await fates(server, 20)
      expect(before).toBe('x'.repeat(20))
      const counted = server.injected
      server.reset()
      expect(server.injected).toEqual({})
      const after = await fates(server, 20)
      expect(after).toMatch(/^x.*\./)
      expect(server.injected['DescribeDomain']?.throttling).toBe(1)
      expect(server.injected['DescribeDomain']?.error500).toBe(counted['DescribeDomain']?.error500)
      remove()
      server.reset()
      expect(await fates(server, 20)).toBe(after)
    })
  })

  describe('onRequest', () => {
    it('tells what was injected, and leaves it out where nothing was', async () => {
      const requests: ServedRequest[] = []
      const server = await started({ onRequest: (request) => void requests.push(request) })
      server.inject([{ kind: 'throttling', times: 1 }])
      requests.length = 0
      await fates(server, 2)
      expect(requests).toMatchObject([
        {
          operation: 'DescribeDomain',
          subject: domain,
          status: 400,
          fault: { name: 'ThrottlingException', message: 'Rate exceeded' },
          injected: 'throttling',
        },
        { status: 200 },
      ])
      expect(requests[1]).not.toHaveProperty('injected')
    })
  })
})

describe('rules for tasks', () => {
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
})

describe('a wrong rule', () => {
  const operation = 'the name of an operation of SWF, or a list of such names'
  const poll = "'PollForActivityTask' or 'PollForDecisionTask', or a list of such names"
  const common = 'kind, operation, after, rate, times'

  it.each<readonly [unknown, string]>([
    [null, 'rule must be an object with a kind, not null'],
    ['throttling', "rule must be an object with a kind, not 'throttling'"],
    [
      {},
      "rule.kind must be one of 'fault', 'throttling', 'error500', 'expired-credentials', 'clock-skew', 'reset-before', 'reset-after', 'half-body', 'hang', 'latency', 'lost-task', 'twice', not undefined",
    ],
    [[{ kind: 'throttling' }, 5], 'rules[1] must be an object with a kind, not 5'],
    [[{ kind: 'throttling', rate: 1.5 }], 'rules[0].rate must be a number from 0 to 1, not 1.5'],
    [{ kind: 'throttling', rate: Number.NaN }, 'rule.rate must be a number from 0 to 1, not NaN'],
    [{ kind: 'throttling', times: 0 }, 'rule.times must be a whole number of one or more, not 0'],
    [{ kind: 'throttling', after: -1 }, 'rule.after must be a whole number of zero or more, not -1'],
    [{ kind: 'throttling', operation: 'DescribeDomian' }, `rule.operation must be ${operation}, not 'DescribeDomian'`],
    [{ kind: 'throttling', operation: [] }, `rule.operation must be ${operation}, not []`],
    [
      { kind: 'throttling', operation: ['ListDomains', 'StartTimer'] },
      `rule.operation must be ${operation}, not ['ListDomains', 'StartTimer']`,
    ],
    [{ kind: 'twice', operation: 'ListDomains' }, `rule.operation must be ${poll}, not 'ListDomains'`],
    [{ kind: 'lost-task', operation: ['StartTimer'] }, `rule.operation must be ${poll}, not ['StartTimer']`],
    [{ kind: 'fault' }, 'rule.name must be the bare name of a fault, not undefined'],
    [{ kind: 'fault', name: 'a fault' }, "rule.name must be the bare name of a fault, not 'a fault'"],
    [{ kind: 'fault', name: 'Fault', message: 5 }, 'rule.message must be a text, not 5'],
    [{ kind: 'latency' }, 'rule.latencyMs must be a whole number of milliseconds from 0 to 2147483647, not undefined'],
    [
      { kind: 'latency', latencyMs: 2 ** 31 },
      'rule.latencyMs must be a whole number of milliseconds from 0 to 2147483647, not 2147483648',
    ],
    [
      { kind: 'clock-skew', skewMs: 300_000 },
      'rule.skewMs must be a whole number of milliseconds, more than 300000 or less than -300000, not 300000',
    ],
    [
      { kind: 'clock-skew', skewMs: 9e15 },
      'rule.skewMs must be a whole number of milliseconds, more than 300000 or less than -300000, not 9000000000000000',
    ],
    [{ kind: 'throttling', latencyMs: 5 }, `unknown member rule.latencyMs: a rule of the kind 'throttling' takes ${common}`],
    [
      { kind: 'latency', latencyMs: 5, latency: 5 },
      `unknown member rule.latency: a rule of the kind 'latency' takes ${common}, latencyMs`,
    ],
    [{ kind: 'constructor' }, expect.stringContaining("not 'constructor'")],
  ])('%j is a TypeError that names what is wrong', async (rules, message) => {
    const { server } = await TestSwf.start()
    // @ts-expect-error they are wrong
    expect(() => server.inject(rules)).toThrow(expect.objectContaining({ name: 'TypeError', message }))
  })

  it.each<readonly [unknown, unknown, string]>([
    [{ kind: 'hang' }, 0, 'option faults.rules must be a list of rules, not an object'],
    [[{ kind: 'hang' }, { kind: 'hung' }], 0, "not 'hung'"],
    [[{ kind: 'hang', rate: '1' }], 0, "option faults.rules[0].rate must be a number from 0 to 1, not '1'"],
    [[], -1, 'option faults.seed must be a whole number from 0 to 4294967295, not -1'],
    [[], 2 ** 32, 'option faults.seed must be a whole number from 0 to 4294967295, not 4294967296'],
  ])('%j with the seed %j does not let a LocalSwf start', async (rules, seed, message) => {
    // @ts-expect-error they are wrong
    const starting = LocalSwf.start({ faults: { rules, seed } })
    await expect(starting).rejects.toThrow(TypeError)
    await expect(starting).rejects.toThrow(message)
  })
})

const text = readFileSync(new URL('../../../docs/local-swf.md', import.meta.url), 'utf8')
const section = /^## Making it misbehave$[^]*?(?=^## )/m.exec(text)?.[0] ?? ''
const [, example = '', said = ''] = /^```js\n([^]*?)^```\n\n```\n([^]*?)^```$/m.exec(section) ?? []

describe('what docs/local-swf.md says of faults', () => {
  it('has an example that runs and prints what it says', () => {
    const flags = ['--input-type=module', '--eval', example]
    const printed = execFileSync(process.execPath, flags, { cwd: root, encoding: 'utf8', timeout: 60_000 })
    expect(printed).toBe(said)
  })

  it('has a row for each kind, and for no other', async () => {
    const kinds = Array.from(section.matchAll(/^\| `([\w-]+)` \|/gm), ([, kind]) => `'${kind}'`)
    // @ts-expect-error no such kind: the refusal lists all there are
    const refusal = await LocalSwf.start({ faults: { rules: [{ kind: 'none' }] } }).then(String, (error: Error) => error.message)
    expect(refusal).toContain(`must be one of ${kinds.join(', ')}, not 'none'`)
  })
})
