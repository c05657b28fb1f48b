import { connect } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { SWF } from '@aws-sdk/client-swf'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { FaultRule, ServedRequest } from '../../../lib/local-swf/index.js'
import { heldPolls } from '../support/held-polls.js'
import { signature } from '../support/raw-request.js'
import { complete, domain, eventTypes, schedule, TestSwf, workflowType } from '../support/test-swf.js'

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
