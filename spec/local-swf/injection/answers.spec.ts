import { setImmediate as turn } from 'node:timers/promises'
import { SWF } from '@aws-sdk/client-swf'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { FaultRule, LocalSwf } from '../../../lib/local-swf/index.js'
import { rawRequest } from '../support/raw-request.js'
import { domain, TestSwf } from '../support/test-swf.js'

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

  it.each(['throttling', 'error500'] as const)('of the kind %s is retried by the SDK', async (kind) => {
    const { server } = await TestSwf.registered()
    server.inject({ kind, times: 1 })
    await expect(clientOf(server, 2).describeDomain({ name: domain })).resolves.toMatchObject({ domainInfo: { name: domain } })
    expect(server.injected).toEqual({ DescribeDomain: { [kind]: 1 } })
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
    await expect(client.describeDomain({ name: domain })).rejects.toThrow('The security token included in the request is expired')
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
