import { once } from 'node:events'
import { request as httpRequest, type OutgoingHttpHeaders } from 'node:http'
import { describe, expect, it } from 'vitest'
import type { LocalSwf } from '../../lib/local-swf/index.js'
import { rawFault, rawRequest, signature } from './support/raw-request.js'
import { advanceUntil, complete, domain, TestSwf } from './support/test-swf.js'

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
