import { connect } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { SWF } from '@aws-sdk/client-swf'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { FaultRule, LocalSwf, ServedRequest } from '../../../lib/local-swf/index.js'
import { heldPolls } from '../support/held-polls.js'
import { rawRequest, signature } from '../support/raw-request.js'
import { TestSwf, complete, domain, eventTypes, schedule, workflowType } from '../support/test-swf.js'

describe('faults in place of the answer', () => {
  const body = JSON.stringify({ name: domain })

  /** A client that tries so often. */
  function clientOf(swf: LocalSwf, maxAttempts: number, more: Partial<ConstructorParameters<typeof SWF>[0]> = {}): SWF {
    const client = new SWF({ ...swf.clientOptions, maxAttempts, ...more })
    onTestFinished(() => client.destroy())
    return client
  }

  describe('an injected fault', () => {
    const aws = 'com.amazon.coral.service'
    it.each<readonly [FaultRule, number, object]>([
      [
        { kind: 'fault', name: 'LimitExceededFault', message: 'too much' },
        400,
        { __type: 'com.amazonaws.swf.base.model#LimitExceededFault', message: 'too much' },
      ],
      [
        { kind: 'fault', name: 'AccessDeniedException' },
        400,
        { __type: `${aws}#AccessDeniedException`, message: 'injected by LocalSwf' },
      ],
      [
        { kind: 'fault', name: 'ValidationException', message: '' },
        400,
        { __type: 'com.amazon.coral.validate#ValidationException', message: '' },
      ],
      [
        { kind: 'fault', name: 'ServiceUnavailable' },
        503,
        { __type: `${aws}#ServiceUnavailable`, message: 'injected by LocalSwf' },
      ],
      [{ kind: 'throttling' }, 400, { __type: 'com.amazon.coral.availability#ThrottlingException', message: 'Rate exceeded' }],
      [{ kind: 'error500' }, 500, { __type: `${aws}#InternalFailure`, message: 'injected by LocalSwf' }],
      [
        { kind: 'expired-credentials' },
        400,
        { __type: `${aws}#ExpiredTokenException`, message: 'The security token included in the request is expired' },
      ],
    ])('%j is answered as on the wire, and the request is not carried out', async (rule, status, fault) => {
      const { server } = await TestSwf.start()
      server.inject({ ...rule, times: 1 })
      const request = JSON.stringify({ name: domain, workflowExecutionRetentionPeriodInDays: '7' })
      const { headers, ...answer } = await rawRequest(server, 'RegisterDomain', request)
      expect({ ...answer, text: JSON.parse(answer.text) }).toEqual({ status, text: fault })
      expect(answer.text).toContain(`#${headers.get('x-amzn-query-error')}"`)
      expect((await rawRequest(server, 'RegisterDomain', request)).status).toBe(200)
    })

    it('is thrown by the SDK under its name', async () => {
      const { server, client } = await TestSwf.registered()
      server.inject({ kind: 'fault', name: 'OperationNotPermittedFault', message: 'not now' })
      await expect(client.describeDomain({ name: domain })).rejects.toMatchObject({
        name: 'OperationNotPermittedFault',
        message: 'not now',
        $metadata: { httpStatusCode: 400 },
      })
    })

    // Of the kind throttling it is, too, after a longer rest.
    it('of the kind error500 is retried by the SDK', async () => {
      const { server } = await TestSwf.registered()
      server.inject({ kind: 'error500', times: 1 })
      await expect(clientOf(server, 2).describeDomain({ name: domain })).resolves.toMatchObject({ domainInfo: { name: domain } })
      expect(server.injected).toEqual({ DescribeDomain: { error500: 1 } })
    })
  })

  describe('expired credentials', () => {
    it('are refused until the rule is gone: the SDK neither tries again nor asks its provider anew', async () => {
      const { server } = await TestSwf.registered()
      let asked = 0
      const credentials = async () => {
        asked += 1
        return { accessKeyId: 'local', secretAccessKey: 'local' }
      }
      const client = clientOf(server, 3, { credentials })
      await client.describeDomain({ name: domain })
      const remove = server.inject({ kind: 'expired-credentials' })
      await expect(client.describeDomain({ name: domain })).rejects.toMatchObject({ name: 'ExpiredTokenException' })
      expect(server.injected).toEqual({ DescribeDomain: { 'expired-credentials': 1 } })
      remove()
      await client.describeDomain({ name: domain })
      expect(asked).toBe(1)
    })

    it('are asked for anew by the SDK when its provider says that they end soon', async () => {
      const { server } = await TestSwf.registered()
      let asked = 0
      const credentials = async () => {
        asked += 1
        return { accessKeyId: 'local', secretAccessKey: 'local', expiration: new Date(Date.now() + 1000) }
      }
      const client = clientOf(server, 1, { credentials })
      server.inject({ kind: 'expired-credentials', times: 1 })
      await expect(client.describeDomain({ name: domain })).rejects.toThrow(
        'The security token included in the request is expired',
      )
      await client.describeDomain({ name: domain })
      expect(asked).toBeGreaterThan(1)
    })
  })

  describe('latency', () => {
    it('carries out the request at once and answers it late, by the clock of the LocalSwf', async () => {
      const swf = await TestSwf.registered()
      swf.server.inject({ operation: 'StartWorkflowExecution', kind: 'latency', latencyMs: 5000 })
      let isAnswered = false
      const start = swf.startRun().then(() => (isAnswered = true))
      await swf.server.waitForExecution('order-1', 'OPEN')
      await rawRequest(swf.server, 'DescribeDomain', body)
      swf.clock.advance(4999)
      await rawRequest(swf.server, 'DescribeDomain', body)
      expect(isAnswered).toBe(false)
      swf.clock.advance(1)
      await start
    })

    it('holds no timer for a client that has gone', async () => {
      const swf = await TestSwf.registered()
      swf.server.inject({ kind: 'latency', latencyMs: 5000 })
      const leaving = new AbortController()
      const call = swf.client.describeDomain({ name: domain }, { abortSignal: leaving.signal })
      while (swf.clock.nextTimerAtMs === Infinity) await turn()
      leaving.abort()
      await expect(call).rejects.toThrow('aborted')
      while (swf.clock.nextTimerAtMs !== Infinity) await turn()
    })
  })
})

describe('connections', () => {
  /** All that the server sends in answer to a DescribeDomain, and how the connection ends. */
  async function conversation({ server }: TestSwf, operation: string, body: string) {
    const socket = connect(server.port, '127.0.0.1')
    const head = [
      'POST / HTTP/1.1',
      'host: 127.0.0.1',
      `x-amz-target: SimpleWorkflowService.${operation}`,
      `authorization: ${signature}`,
      `content-length: ${Buffer.byteLength(body)}`,
    ]
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
    socket.setEncoding('utf8')
    let text = ''
    socket.on('data', (chunk: string) => (text += chunk))
    const errors: (string | undefined)[] = []
    socket.on('error', (error: NodeJS.ErrnoException) => errors.push(error.code))
    await new Promise((resolve) => void socket.once('close', resolve))
    return { text, errors }
  }

  async function listened() {
    const requests: ServedRequest[] = []
    const swf = await TestSwf.registered({ onRequest: (request) => void requests.push(request) })
    requests.length = 0
    return { swf, requests }
  }

  describe('a reset connection', () => {
    it.each([
      ['reset-before', []],
      ['reset-after', ['order-1']],
    ] as const)('of the kind %s answers nothing, and of the request is carried out: %j', async (kind, started) => {
      const { swf, requests } = await listened()
      swf.server.inject({ operation: 'StartWorkflowExecution', kind })
      await expect(swf.startRun()).rejects.toMatchObject({ code: 'ECONNRESET' })
      expect(swf.server.executions().map(({ workflowId }) => workflowId)).toEqual(started)
      expect(requests).toEqual([expect.objectContaining({ status: undefined, injected: kind })])
      expect(requests[0]).not.toHaveProperty('fault')
    })

    it('is a reset on the wire, before any byte', async () => {
      const { swf } = await listened()
      swf.server.inject({ kind: 'reset-before' })
      const body = JSON.stringify({ name: domain })
      expect(await conversation(swf, 'DescribeDomain', body)).toEqual({ text: '', errors: ['ECONNRESET'] })
    })

    it('after the effect makes the SDK repeat what has happened', async () => {
      const { swf } = await listened()
      await swf.startRun()
      await swf.decide(schedule('a'))
      const { taskToken } = await swf.pollActivity()
      const client = new SWF({ ...swf.server.clientOptions, maxAttempts: 2 })
      onTestFinished(() => client.destroy())
      swf.server.inject({ kind: 'reset-after', times: 1 })
      await expect(client.respondActivityTaskCompleted({ taskToken })).rejects.toThrow('Unknown activity')
      expect(swf.server.history('order-1').at(-2)?.eventType).toBe('ActivityTaskCompleted')
      swf.server.inject({ operation: 'StartWorkflowExecution', kind: 'reset-after', times: 1 })
      const again = client.startWorkflowExecution({ domain, workflowType, workflowId: 'order-2' })
      await expect(again).rejects.toMatchObject({ name: 'WorkflowExecutionAlreadyStartedFault' })
    })

    it('before the effect is repeated by the SDK without anybody noticing', async () => {
      const { swf } = await listened()
      const client = new SWF({ ...swf.server.clientOptions, maxAttempts: 2 })
      onTestFinished(() => client.destroy())
      swf.server.inject({ kind: 'reset-before', times: 1 })
      await client.startWorkflowExecution({ domain, workflowType, workflowId: 'order-1' })
      expect(swf.server.executions()).toHaveLength(1)
    })

    it('of a held poll comes when the poll is answered', async () => {
      const { swf } = await listened()
      swf.server.inject({ operation: 'PollForDecisionTask', kind: 'reset-after', times: 1 })
      const poll = expect(swf.pollDecision()).rejects.toMatchObject({ code: 'ECONNRESET' })
      await heldPolls(swf, 1)
      await swf.startRun()
      await poll
      expect(swf.server.history('order-1').at(-1)?.eventType).toBe('DecisionTaskStarted')
    })
  })

  describe('half a body', () => {
    it('is the first half of the bytes that are promised', async () => {
      const { swf } = await listened()
      const body = JSON.stringify({ name: domain })
      const whole = (await conversation(swf, 'DescribeDomain', body)).text.split('\r\n\r\n')[1] ?? ''
      swf.server.inject({ kind: 'half-body' })
      const [head = '', half] = (await conversation(swf, 'DescribeDomain', body)).text.split('\r\n\r\n')
      expect(head).toContain(`content-length: ${whole.length}`)
      expect(half).toBe(whole.slice(0, whole.length / 2))
    })

    it.each([
      ['StartWorkflowExecution', (swf: TestSwf): Promise<unknown> => swf.startRun()],
      ['TagResource', tagDomain],
      ['DeprecateDomain', (swf: TestSwf): Promise<unknown> => swf.client.deprecateDomain({ name: domain })],
    ])('fails in the SDK, after the effect: %s', async (operation, call) => {
      const { swf, requests } = await listened()
      swf.server.inject({ kind: 'half-body', operation })
      await expect(call(swf)).rejects.toMatchObject({ code: 'ECONNRESET', message: expect.stringMatching(/^aborted\n/) })
      expect(requests).toMatchObject([{ operation, status: 200, injected: 'half-body' }])
    })
  })

  function tagDomain({ client }: TestSwf): Promise<unknown> {
    const resourceArn = `arn:aws:swf:us-east-1:123456789012:/domain/${domain}`
    return client.tagResource({ resourceArn, tags: [{ key: 'k', value: 'v' }] })
  }

  describe('a hang', () => {
    const hang: FaultRule = { operation: 'StartWorkflowExecution', kind: 'hang' }

    it('lasts until the client goes, and the request is not carried out', async () => {
      const { swf, requests } = await listened()
      swf.server.inject(hang)
      const leaving = new AbortController()
      const start = swf.client.startWorkflowExecution(
        { domain, workflowType, workflowId: 'order-1' },
        { abortSignal: leaving.signal },
      )
      await injected(swf, 'hang')
      expect(requests).toEqual([])
      leaving.abort()
      await expect(start).rejects.toThrow('aborted')
      await vi.waitFor(() => expect(requests).toMatchObject([{ status: undefined, injected: 'hang' }]))
      expect(swf.server.executions()).toEqual([])
    })

    it('is bounded by the timeout of the SDK', async () => {
      const { swf } = await listened()
      swf.server.inject(hang)
      const client = new SWF({ ...swf.server.clientOptions, maxAttempts: 1, requestHandler: { socketTimeout: 50 } })
      onTestFinished(() => client.destroy())
      const start = client.startWorkflowExecution({ domain, workflowType, workflowId: 'order-1' })
      await expect(start).rejects.toMatchObject({ name: 'TimeoutError' })
    })

    it('of a poll takes no task', async () => {
      const { swf } = await listened()
      await swf.startRun()
      swf.server.inject({ operation: 'PollForDecisionTask', kind: 'hang', times: 1 })
      const leaving = new AbortController()
      const poll = expect(swf.pollDecision({}, leaving.signal)).rejects.toThrow('aborted')
      await injected(swf, 'hang')
      await swf.decide(complete())
      leaving.abort()
      await poll
      expect(swf.server.executions()).toMatchObject([{ status: 'COMPLETED' }])
    })

    it.each<FaultRule>([hang, { kind: 'latency', latencyMs: 60_000 }])('ends when the server stops: %j', async (rule) => {
      const { swf, requests } = await listened()
      swf.server.inject(rule)
      const start = expect(swf.startRun()).rejects.toMatchObject({ code: 'ECONNRESET' })
      await injected(swf, rule.kind)
      await swf.server.stop()
      await start
      expect(requests).toMatchObject([{ operation: 'StartWorkflowExecution', status: undefined, injected: rule.kind }])
      expect(swf.clock.nextTimerAtMs).toBe(Infinity)
    })
  })

  /** Resolves when the fault has struck. */
  async function injected({ server }: TestSwf, kind: FaultRule['kind']): Promise<void> {
    while (!Object.values(server.injected).some((kinds) => kinds[kind] !== undefined)) await turn()
  }

  describe('a connection that broke', () => {
    it('is the only one: others go on, held polls too', async () => {
      const { swf } = await listened()
      const poll = swf.pollDecision()
      await heldPolls(swf, 1)
      swf.server.inject({ operation: 'DescribeDomain', kind: 'reset-before', times: 3 })
      for (let times = 0; times < 3; times += 1) {
        await expect(swf.client.describeDomain({ name: domain })).rejects.toMatchObject({ code: 'ECONNRESET' })
      }
      const run = await swf.startRun()
      const { taskToken } = await poll
      await swf.client.respondDecisionTaskCompleted({ taskToken, decisions: [complete()] })
      expect(eventTypes(await swf.history(run)).at(-1)).toBe('WorkflowExecutionCompleted')
    })
  })
})

describe('a server whose clock is another', () => {
  const HOUR_MS = 3_600_000

  function clientOf(swf: LocalSwf, maxAttempts: number): SWF {
    const client = new SWF({ ...swf.clientOptions, maxAttempts })
    onTestFinished(() => client.destroy())
    return client
  }

  /** The header of a request that was signed so long before the real time. */
  function signedAgo(ms: number): { readonly headers: Readonly<Record<string, string>> } {
    const date = new Date(Date.now() - ms).toISOString().replaceAll(/[-:]|\.\d{3}/g, '')
    return { headers: { 'x-amz-date': date } }
  }

  const body = JSON.stringify({ name: domain })
  const date = String.raw`\d{8}T\d{6}Z`

  it.each([
    [HOUR_MS, new RegExp(String.raw`^Signature expired: ${date} is now earlier than ${date} \(${date} - 5 min\.\)$`)],
    [-HOUR_MS, new RegExp(String.raw`^Signature not yet current: ${date} is still later than ${date} \(${date} \+ 5 min\.\)$`)],
  ])('by %i ms refuses the signature, and tells its own time', async (skewMs, message) => {
    const { server } = await TestSwf.registered()
    server.inject({ kind: 'clock-skew', skewMs })
    const beforeMs = Date.now()
    const { status, headers, text } = await rawRequest(server, 'DescribeDomain', body, signedAgo(0))
    expect(status).toBe(400)
    expect(JSON.parse(text)).toEqual({
      __type: 'com.amazon.coral.service#InvalidSignatureException',
      message: expect.stringMatching(message),
    })
    const serverMs = Date.parse(headers.get('date') ?? '')
    // The header has whole seconds.
    expect(serverMs).toBeGreaterThan(beforeMs + skewMs - 1000)
    expect(serverMs).toBeLessThanOrEqual(Date.now() + skewMs)
  })

  it('serves who signs for its time, five minutes more or less, and tells its time then, too', async () => {
    const { server } = await TestSwf.registered()
    server.inject({ kind: 'clock-skew', skewMs: -HOUR_MS })
    const asked = (agoMs: number) => rawRequest(server, 'DescribeDomain', body, signedAgo(agoMs))
    const statuses: number[] = []
    for (const minutes of [54, 56, 60, 64, 66]) statuses.push((await asked(minutes * 60_000)).status)
    expect(statuses).toEqual([400, 200, 200, 200, 400])
    expect(server.injected).toEqual({ DescribeDomain: { 'clock-skew': 2 } })
    expect(Date.parse((await asked(HOUR_MS)).headers.get('date') ?? '')).toBeLessThan(Date.now() - HOUR_MS / 2)
  })

  it.each([HOUR_MS, -HOUR_MS])(
    'by %i ms is found out by the SDK: it corrects its clock, and its next attempt passes',
    async (skewMs) => {
      const { server } = await TestSwf.registered()
      const client = clientOf(server, 2)
      server.inject({ kind: 'clock-skew', skewMs })
      for (let times = 0; times < 3; times += 1) {
        await expect(client.describeDomain({ name: domain })).resolves.toMatchObject({ domainInfo: { name: domain } })
      }
      expect(server.injected).toEqual({ DescribeDomain: { 'clock-skew': 1 } })
    },
  )

  it('costs a client that tries once one request, and the next passes', async () => {
    const { server } = await TestSwf.registered()
    const client = clientOf(server, 1)
    server.inject({ kind: 'clock-skew' })
    await expect(client.describeDomain({ name: domain })).rejects.toMatchObject({ name: 'InvalidSignatureException' })
    await client.describeDomain({ name: domain })
  })

  it('is set right again: the SDK follows', async () => {
    const { server } = await TestSwf.registered()
    const client = clientOf(server, 2)
    const remove = server.inject({ kind: 'clock-skew' })
    await client.describeDomain({ name: domain })
    remove()
    await client.describeDomain({ name: domain })
    server.inject({ kind: 'clock-skew', skewMs: HOUR_MS })
    await client.describeDomain({ name: domain })
    expect(server.injected).toEqual({ DescribeDomain: { 'clock-skew': 2 } })
  })

  it('strikes as often as it refuses: a request that it serves does not count', async () => {
    const { server } = await TestSwf.registered()
    const client = clientOf(server, 3)
    server.inject({ kind: 'clock-skew', times: 2 })
    const { headers } = await rawRequest(server, 'DescribeDomain', body, signedAgo(-HOUR_MS))
    expect(Date.parse(headers.get('date') ?? '')).toBeGreaterThan(Date.now() + HOUR_MS / 2)
    expect(server.injected).toEqual({})
    await client.describeDomain({ name: domain })
    expect(server.injected).toEqual({ DescribeDomain: { 'clock-skew': 1 } })
    await expect(client.describeDomain({ name: domain })).resolves.toBeDefined()
  })

  it('takes a request that does not say when it was signed as signed by the real time', async () => {
    const { server } = await TestSwf.registered()
    server.inject({ kind: 'clock-skew' })
    expect((await rawRequest(server, 'DescribeDomain', body)).status).toBe(400)
  })
})
