import { once } from 'node:events'
import { type OutgoingHttpHeaders, request as httpRequest } from 'node:http'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { LocalSwf, type LocalSwfOptions, type ServedRequest } from '../../lib/local-swf/index.js'
import { heldPolls } from './support/held-polls.js'
import { rawFault, rawRequest, signature } from './support/raw-request.js'
import {
  TestSwf,
  activityList,
  activityType,
  advanceUntil,
  complete,
  decisionList,
  domain,
  schedule,
  workflowType,
} from './support/test-swf.js'

const body = JSON.stringify({ name: domain })

/** With headers that fetch does not let through, and a body in chunks. */
async function send(swf: LocalSwf, headers: OutgoingHttpHeaders, chunks: readonly (string | Buffer)[] = [body]) {
  const target = { 'x-amz-target': 'SimpleWorkflowService.DescribeDomain', authorization: signature }
  const request = httpRequest({ host: '127.0.0.1', port: swf.port, method: 'POST', headers: { ...target, ...headers } })
  for (const chunk of chunks) request.write(chunk)
  request.end()
  const [response] = await once(request, 'response')
  response.setEncoding('utf8')
  let text = ''
  for await (const part of response) text += part
  return { status: response.statusCode, text }
}

describe('an answer', () => {
  it('has the content type and a request id, and is empty for an operation that answers nothing', async () => {
    const { server } = await TestSwf.start()
    const request = JSON.stringify({ name: 'new', workflowExecutionRetentionPeriodInDays: '7' })
    const { status, headers, text } = await rawRequest(server, 'RegisterDomain', request)
    expect({ status, text }).toEqual({ status: 200, text: '' })
    expect(headers.get('content-type')).toBe('application/x-amz-json-1.0')
    expect(headers.get('x-amzn-requestid')).toMatch(/^[\da-f-]{36}$/)
  })

  it('gives times as seconds with a fraction', async () => {
    const swf = await TestSwf.registered()
    const execution = await swf.startRun()
    await swf.decide(complete())
    const described = await rawRequest(swf.server, 'DescribeWorkflowExecution', JSON.stringify({ domain, execution }))
    expect(JSON.parse(described.text)).toMatchObject({
      executionInfo: { startTimestamp: 1_800_000_000.25, closeTimestamp: 1_800_000_000.25 },
    })
    const history = await rawRequest(swf.server, 'GetWorkflowExecutionHistory', JSON.stringify({ domain, execution }))
    expect(JSON.parse(history.text)).toMatchObject({ events: [{ eventTimestamp: 1_800_000_000.25 }, {}, {}, {}, {}] })
  })

  it('that is a fault has status 400, its type in the body and its bare name in a header', async () => {
    const { server } = await TestSwf.start()
    const { status, headers, text } = await rawRequest(server, 'DescribeDomain', body)
    expect(status).toBe(400)
    expect(headers.get('x-amzn-query-error')).toBe('UnknownResourceFault')
    expect(headers.get('x-amzn-requestid')).toMatch(/^[\da-f-]{36}$/)
    expect(JSON.parse(text)).toEqual({
      __type: 'com.amazonaws.swf.base.model#UnknownResourceFault',
      message: 'Unknown domain: orders',
    })
  })

  it('to an empty poll has no taskToken', async () => {
    const swf = await TestSwf.registered()
    const poll = rawRequest(swf.server, 'PollForActivityTask', JSON.stringify({ domain, taskList: { name: 'idle' } }))
    await advanceUntil(swf, poll)
    expect(JSON.parse((await poll).text)).toEqual({ startedEventId: 0 })
  })
})

describe('an operation', () => {
  it('that SWF does not have is named', async () => {
    const { server } = await TestSwf.start()
    const fault = { __type: 'com.amazon.coral.service#UnknownOperationException' }
    expect(await rawFault(server, 'Dance', '{}')).toEqual({ ...fault, message: 'SWF has no operation Dance' })
    expect(await rawFault(server, '__proto__', '{}')).toEqual({ ...fault, message: 'SWF has no operation __proto__' })
  })

  it('of another service, or none, is refused', async () => {
    const { server } = await TestSwf.start()
    for (const target of ['DynamoDB_20120810.ListTables', '']) {
      const fault = await rawFault(server, '', '{}', { headers: { 'x-amz-target': target } })
      expect(fault).toMatchObject({ message: `X-Amz-Target must be SimpleWorkflowService.<operation>, not '${target}'` })
    }
  })
})

describe('a signature', () => {
  it('is not checked, but must be there', async () => {
    const { server } = await TestSwf.start()
    expect(await rawFault(server, 'DescribeDomain', body, { headers: { authorization: '' } })).toEqual({
      __type: 'com.amazon.coral.service#MissingAuthenticationTokenException',
      message: 'Missing Authentication Token',
    })
  })

  it.each(['Bearer token', 'AWS4-HMAC-SHA256 Credential=local/eu-west-3', 'AWS4-HMAC-SHA256 Signature=00'])(
    'is refused when it does not say for which region: %s',
    async (authorization) => {
      const { server } = await TestSwf.start()
      const fault = await rawFault(server, 'DescribeDomain', body, { headers: { authorization } })
      expect(fault).toMatchObject({ __type: 'com.amazon.coral.service#IncompleteSignatureException' })
    },
  )

  it('says in which region a domain is described', async () => {
    const { server } = await TestSwf.registered()
    const { text } = await rawRequest(server, 'DescribeDomain', body)
    expect(JSON.parse(text)).toMatchObject({ domainInfo: { arn: 'arn:aws:swf:eu-west-3:123456789012:/domain/orders' } })
  })
})

describe('a body', () => {
  it.each(['', '{', 'null', '[]', '"text"', '{"name":}'])(
    'that is no JSON object is a SerializationException: %j',
    async (text) => {
      const { server } = await TestSwf.start()
      const fault = await rawFault(server, 'DescribeDomain', text)
      expect(fault).toMatchObject({ __type: 'com.amazon.coral.service#SerializationException' })
    },
  )

  it('may come in chunks, cut within a character', async () => {
    const { server, client } = await TestSwf.start()
    await client.registerDomain({ name: 'Bücher', workflowExecutionRetentionPeriodInDays: '7' })
    const bytes = Buffer.from(JSON.stringify({ name: 'Bücher' }))
    const { status } = await send(server, {}, [bytes.subarray(0, 11), bytes.subarray(11)])
    expect(status).toBe(200)
  })

  it('of more than 1 MiB is refused: announced', async () => {
    const { server } = await TestSwf.start()
    const { status, text } = await rawRequest(server, 'DescribeDomain', 'x'.repeat(1024 * 1024 + 1))
    expect({ status, text }).toEqual({ status: 413, text: '{"message":"the request is larger than 1 MiB"}' })
  })

  it('of more than 1 MiB is refused: in chunks without an end in sight', async () => {
    const { server } = await TestSwf.start()
    const chunk = Buffer.alloc(64 * 1024, 'x')
    const { status } = await send(
      server,
      {},
      Array.from({ length: 40 }, () => chunk),
    )
    expect(status).toBe(413)
  })

  it('of 1 MiB is read', async () => {
    const { server } = await TestSwf.registered()
    const padded = body.padEnd(1024 * 1024, ' ')
    expect((await rawRequest(server, 'DescribeDomain', padded)).status).toBe(200)
  })
})

describe('a page in a browser', () => {
  it.each(['http://127.0.0.1:8080', 'https://example.com', 'null'])('is refused by its Origin: %s', async (origin) => {
    const { server } = await TestSwf.registered()
    expect((await rawRequest(server, 'DescribeDomain', body, { headers: { origin } })).status).toBe(403)
  })

  it.each(['example.com', 'localhost.example.com', '127.0.0.1.example.com:80', '169.254.169.254', '[::2]'])(
    'is refused by its Host: %s',
    async (host) => {
      const { server } = await TestSwf.registered()
      expect((await send(server, { host })).status).toBe(403)
    },
  )

  it.each(['localhost', 'LOCALHOST:1234', '127.0.0.1', '127.0.0.1:1', '[::1]', '[::1]:4577'])(
    'is none at this Host: %s',
    async (host) => {
      const { server } = await TestSwf.registered()
      expect((await send(server, { host })).status).toBe(200)
    },
  )

  it.each(['GET', 'PUT', 'OPTIONS', 'DELETE'])('gets nothing by %s', async (method) => {
    const { server } = await TestSwf.registered()
    const { status, headers } = await rawRequest(server, 'DescribeDomain', undefined, { method })
    expect(status).toBe(405)
    expect(headers.get('allow')).toBe('POST')
  })
})

describe('what onRequest is told', () => {
  const answered = { region: 'us-east-1', status: 200, heldMs: 0 }

  /** A server with the usual types, and what it tells of each request from now on. */
  async function listened(options: LocalSwfOptions = {}) {
    const requests: ServedRequest[] = []
    const swf = await TestSwf.registered({ ...options, onRequest: (request) => void requests.push(request) })
    requests.length = 0
    return { swf, requests }
  }

  function subjectsOf(requests: readonly ServedRequest[]): unknown[] {
    return requests.map(({ operation, subject }) => [operation, subject])
  }

  describe('onRequest', () => {
    it('is called once for each request, as soon as it is answered', async () => {
      const { swf, requests } = await listened()
      await swf.client.describeDomain({ name: domain })
      expect(requests).toStrictEqual([{ ...answered, operation: 'DescribeDomain', subject: domain }])
      await swf.startRun()
      expect(requests.slice(1)).toStrictEqual([{ ...answered, operation: 'StartWorkflowExecution', subject: 'orders/order-1' }])
    })

    it('tells what a request is about: domain, and execution, type or task list', async () => {
      const { swf, requests } = await listened()
      const { client } = swf
      const execution = await swf.startRun()
      const { workflowId } = execution
      await client.registerDomain({ name: 'new', workflowExecutionRetentionPeriodInDays: '7' })
      await client.registerActivityType({ domain, name: 'pack', version: '2', defaultTaskList: activityList })
      await client.describeActivityType({ domain, activityType })
      await client.deprecateWorkflowType({ domain, workflowType })
      await client.describeWorkflowExecution({ domain, execution })
      await client.signalWorkflowExecution({ domain, workflowId, signalName: 'nudge' })
      await client.countPendingActivityTasks({ domain, taskList: activityList })
      await client.listOpenWorkflowExecutions({ domain, startTimeFilter: { oldestDate: new Date(0) } })
      expect(subjectsOf(requests.slice(1))).toEqual([
        ['RegisterDomain', 'new'],
        ['RegisterActivityType', 'orders/pack 2'],
        ['DescribeActivityType', 'orders/ship 1'],
        ['DeprecateWorkflowType', 'orders/order 1'],
        ['DescribeWorkflowExecution', 'orders/order-1'],
        ['SignalWorkflowExecution', 'orders/order-1'],
        ['CountPendingActivityTasks', 'orders/workers'],
        ['ListOpenWorkflowExecutions', 'orders'],
      ])
    })

    it('tells what a task token is for, as it was when the request came', async () => {
      const { swf, requests } = await listened()
      await swf.startRun()
      await swf.decide(schedule('a'))
      const { taskToken } = await swf.pollActivity()
      await swf.client.recordActivityTaskHeartbeat({ taskToken })
      await swf.client.respondActivityTaskCompleted({ taskToken })
      await expect(swf.client.respondActivityTaskCompleted({ taskToken })).rejects.toThrow('Unknown activity')
      await swf.decide(complete())
      expect(subjectsOf(requests.slice(1))).toEqual([
        ['PollForDecisionTask', 'orders/deciders'],
        ['RespondDecisionTaskCompleted', 'orders/order-1'],
        ['PollForActivityTask', 'orders/workers'],
        ['RecordActivityTaskHeartbeat', 'orders/order-1/a (ship)'],
        ['RespondActivityTaskCompleted', 'orders/order-1/a (ship)'],
        ['RespondActivityTaskCompleted', 'orders/order-1'],
        ['PollForDecisionTask', 'orders/deciders'],
        ['RespondDecisionTaskCompleted', 'orders/order-1'],
      ])
    })

    it('tells the fault, if one was answered', async () => {
      const { swf, requests } = await listened()
      await expect(swf.client.describeDomain({ name: 'oders' })).rejects.toThrow('Unknown domain')
      expect(requests).toStrictEqual([
        {
          ...answered,
          operation: 'DescribeDomain',
          subject: 'oders',
          status: 400,
          fault: { name: 'UnknownResourceFault', message: 'Unknown domain: oders' },
        },
      ])
    })

    it('tells of a bad token and of a wrong body, whose subject cannot be told', async () => {
      const { swf, requests } = await listened()
      await rawRequest(swf.server, 'RespondActivityTaskCompleted', JSON.stringify({ taskToken: 'none' }))
      await rawRequest(swf.server, 'DescribeWorkflowExecution', JSON.stringify({ domain: 5, execution: null }))
      await rawRequest(swf.server, 'DescribeDomain', '{')
      await rawRequest(swf.server, 'Dance', '{}')
      expect(requests.map(({ operation, subject, fault }) => [operation, subject, fault?.name])).toEqual([
        ['RespondActivityTaskCompleted', undefined, 'ValidationException'],
        ['DescribeWorkflowExecution', undefined, 'SerializationException'],
        ['DescribeDomain', undefined, 'SerializationException'],
        ['Dance', undefined, 'UnknownOperationException'],
      ])
    })

    it('tells how long a poll was held, by the clock of the server', async () => {
      const { swf, requests } = await listened()
      const poll = swf.pollDecision()
      await heldPolls(swf, 1)
      swf.clock.advance(12_000)
      await swf.startRun()
      await poll
      expect(requests.find(({ operation }) => operation === 'PollForDecisionTask')).toStrictEqual({
        ...answered,
        operation: 'PollForDecisionTask',
        subject: `orders/${decisionList.name}`,
        heldMs: 12_000,
      })
    })

    it('tells of a poll that found nothing that it was held for its minute', async () => {
      const { swf, requests } = await listened()
      const poll = swf.pollActivity()
      await heldPolls(swf, 1)
      swf.clock.advance(59_999)
      swf.clock.advance(1)
      await advanceUntil(swf, poll)
      expect(requests.at(-1)).toMatchObject({ operation: 'PollForActivityTask', status: 200, heldMs: 60_000 })
    })

    it('tells of a poll whose client went that it was not answered', async () => {
      const { swf, requests } = await listened()
      const leaving = new AbortController()
      const poll = swf.pollActivity({}, leaving.signal)
      await heldPolls(swf, 1)
      swf.clock.advance(3000)
      leaving.abort()
      await expect(poll).rejects.toThrow('aborted')
      await vi.waitFor(() => expect(requests.at(-1)?.operation).toBe('PollForActivityTask'))
      expect(requests.at(-1)).toMatchObject({ status: undefined, heldMs: 3000 })
    })

    it('tells of a poll that the stop of the server ended that it was not answered', async () => {
      const { swf, requests } = await listened()
      const poll = expect(swf.pollActivity()).rejects.toThrow()
      await heldPolls(swf, 1)
      await swf.server.stop()
      await poll
      expect(requests.at(-1)).toMatchObject({ operation: 'PollForActivityTask', status: undefined })
    })
  })

  describe('a request that is refused before it is an operation', () => {
    it.each([
      [
        'by its Origin',
        { origin: 'https://example.com' },
        403,
        { name: 'Forbidden', message: 'LocalSwf does not serve web pages: the request has an Origin header' },
      ],
      ['for want of a signature', { authorization: '' }, 400, { name: 'MissingAuthenticationTokenException' }],
      ['by its signature', { authorization: 'Bearer x' }, 400, { name: 'IncompleteSignatureException' }],
    ])('%s is told, too', async (_, headers, status, fault) => {
      const { swf, requests } = await listened()
      await rawRequest(swf.server, 'DescribeDomain', JSON.stringify({ name: domain }), { headers })
      expect(requests).toMatchObject([
        { operation: 'DescribeDomain', region: undefined, subject: undefined, status, fault, heldMs: 0 },
      ])
    })

    it('by its Host is told, too', async () => {
      const { swf, requests } = await listened()
      const request = httpRequest({ port: swf.server.port, host: '127.0.0.1', method: 'POST', headers: { host: 'example.com' } })
      request.end()
      const [response] = await once(request, 'response')
      response.resume()
      expect(requests).toMatchObject([{ operation: undefined, status: 403, fault: { name: 'Forbidden' } }])
    })

    it('by its method, by its size and by another target is told, too', async () => {
      const { swf, requests } = await listened()
      await rawRequest(swf.server, 'DescribeDomain', undefined, { method: 'GET' })
      await rawRequest(swf.server, 'DescribeDomain', 'x'.repeat(1024 * 1024 + 1))
      await rawRequest(swf.server, '', '{}', { headers: { 'x-amz-target': 'DynamoDB_20120810.ListTables' } })
      expect(requests).toMatchObject([
        {
          operation: 'DescribeDomain',
          status: 405,
          fault: { name: 'Method Not Allowed', message: 'LocalSwf takes POST only, not GET' },
        },
        { operation: 'DescribeDomain', status: 413, fault: { message: 'the request is larger than 1 MiB' } },
        { operation: undefined, region: 'eu-west-3', status: 400, fault: { name: 'UnknownOperationException' } },
      ])
    })
  })

  describe('what onRequest throws', () => {
    it.each([
      [
        'throws',
        () => {
          throw new Error('disk full')
        },
      ],
      ['rejects with', () => Promise.reject(new Error('disk full'))],
    ])('or %s becomes a warning of the process, and the server goes on', async (_, onRequest) => {
      // oxlint-disable-next-line typescript/no-misused-promises -- that one may be given is what is tested
      const server = await LocalSwf.start({ onRequest })
      onTestFinished(() => server.stop())
      const warned = once(process, 'warning')
      const { status } = await rawRequest(server, 'DescribeDomain', JSON.stringify({ name: domain }))
      expect(status).toBe(400)
      const [warning] = await warned
      expect(warning).toMatchObject({
        name: 'LocalSwfWarning',
        message: "onRequest failed on 'DescribeDomain': 'disk full'",
        cause: { message: 'disk full' },
      })
      const request = JSON.stringify({ name: 'new', workflowExecutionRetentionPeriodInDays: '7' })
      expect((await rawRequest(server, 'RegisterDomain', request)).status).toBe(200)
    })

    it('is no reason to take what is no function', async () => {
      // @ts-expect-error this option is wrong
      await expect(LocalSwf.start({ onRequest: 'log' })).rejects.toThrow("option onRequest must be a function, not 'log'")
    })
  })
})
