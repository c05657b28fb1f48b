import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { Server } from 'node:http'
import type { Socket } from 'node:net'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { rawRequest } from '../local-swf/support/raw-request.js'
import { domain, TestSwf } from '../local-swf/support/test-swf.js'
import { answerTo, BODY, closeOf, GOOD_HEADERS, openSocket, rawRequestText, statusesIn } from './raw-socket.js'

const described = JSON.stringify({ name: domain })
const poll = JSON.stringify({ domain, taskList: { name: 'idle' } })
const pollHeaders = [...GOOD_HEADERS.slice(0, 2), 'X-Amz-Target: SimpleWorkflowService.PollForActivityTask']
const pollText = rawRequestText([...pollHeaders, `Content-Length: ${poll.length}`], poll)

/** The HTTP server that answers, as Node tells whoever asks. */
async function httpServerOf({ server }: TestSwf): Promise<Server> {
  let found: unknown
  const hear = (message: unknown): void => {
    if (typeof message === 'object' && message !== null && 'server' in message) found = message.server
  }
  subscribe('http.server.request.start', hear)
  await rawRequest(server, 'DescribeDomain', described)
  unsubscribe('http.server.request.start', hear)
  if (found instanceof Server) return found
  throw new Error('no server was heard of')
}

async function expectOthersAreServed({ server }: TestSwf): Promise<void> {
  expect((await rawRequest(server, 'DescribeDomain', described)).status).toBe(200)
}

async function expectStopEndsAll({ server }: TestSwf, sockets: readonly Socket[]): Promise<void> {
  const closed = sockets.filter((socket) => !socket.closed).map((socket) => closeOf(socket.resume()))
  await server.stop()
  await Promise.all(closed)
}

describe('clients that take their time', () => {
  it.each([
    ['say nothing', ''],
    ['stop within the request line', 'PO'],
    ['stop within the headers', `POST / HTTP/1.1\r\n${GOOD_HEADERS[0]}\r\nX-`],
    ['stop before the body', rawRequestText([...GOOD_HEADERS, 'Content-Length: 1000'], '')],
    ['stop within the body', rawRequestText([...GOOD_HEADERS, 'Content-Length: 1000000'], 'x'.repeat(500))],
    ['stop within a chunk', rawRequestText([...GOOD_HEADERS, 'Transfer-Encoding: chunked'], 'ffff\r\n{')],
    ['poll and never read', pollText],
    ['stop after a refusal', rawRequestText(['Host: evil.example', 'Content-Length: 1000'], '')],
  ])('300 that %s: others are served, and a stop ends them all', async (_, text) => {
    const swf = await TestSwf.registered()
    const sockets = await Promise.all(Array.from({ length: 300 }, () => openSocket(swf.server.port, text)))
    await expectOthersAreServed(swf)
    await expectStopEndsAll(swf, sockets)
  })

  it('are cut off by Node in the end: headers may take a minute, a request five', async () => {
    const { headersTimeout, requestTimeout, maxHeadersCount } = await httpServerOf(await TestSwf.registered())
    expect([headersTimeout, requestTimeout]).toEqual([60_000, 300_000])
    expect(maxHeadersCount ?? 2_000).toBeLessThanOrEqual(2_000)
  })

  it('one that sends a byte at a time is served like any other', async () => {
    const swf = await TestSwf.registered()
    const socket = await openSocket(swf.server.port)
    socket.setNoDelay(true)
    const answer = answerTo(socket, (text) => text.includes('domainInfo'))
    for (const character of rawRequestText()) await new Promise((sent) => socket.write(character, sent))
    expect(statusesIn(await answer)).toEqual([200])
  })
})

describe('many connections', () => {
  it('a thousand, opened and left, leave nothing behind', async () => {
    const swf = await TestSwf.registered()
    const server = await httpServerOf(swf)
    for (let round = 0; round < 2; round++) {
      const texts = ['', 'POST / HTTP/1.1\r\n', pollText, rawRequestText()]
      const sockets = await Promise.all(
        Array.from({ length: 500 }, (_, index) => openSocket(swf.server.port, texts[index % texts.length])),
      )
      for (const socket of sockets) socket.resetAndDestroy()
    }
    await expectOthersAreServed(swf)
    const connections = promisify(server.getConnections.bind(server))
    // That of `fetch`, which keeps its own.
    await expect.poll(connections).toBeLessThanOrEqual(2)
    expect(swf.server.taskLists().filter(({ waitingPolls }) => waitingPolls > 0)).toEqual([])
  })

  it('a thousand at once, all asking: all are answered', async () => {
    const swf = await TestSwf.registered()
    const sockets = await Promise.all(Array.from({ length: 1_000 }, () => openSocket(swf.server.port, rawRequestText())))
    const answers = await Promise.all(sockets.map((socket) => answerTo(socket, (text) => text.includes('domainInfo'))))
    expect(new Set(answers.flatMap(statusesIn))).toEqual(new Set([200]))
    expect(answers).toHaveLength(1_000)
  })
})

describe('what is too large', () => {
  const lines = (count: number): string[] => Array.from({ length: count }, (_, index) => `X-${index}: y`)

  it.each([
    ['a header of 20,000 characters', rawRequestText([...GOOD_HEADERS, `X-Long: ${'x'.repeat(20_000)}`])],
    ['5,000 headers', rawRequestText([...GOOD_HEADERS, ...lines(5_000)])],
    ['a header without an end', `POST / HTTP/1.1\r\nX-Long: ${'x'.repeat(1_000_000)}`],
    ['a header name without an end', `POST / HTTP/1.1\r\n${'x'.repeat(1_000_000)}`],
    ['a path of 20,000 characters', rawRequestText([...GOOD_HEADERS], '', `POST /${'x'.repeat(20_000)} HTTP/1.1`)],
  ])('%s is refused, and the connection closed', async (_, text) => {
    const swf = await TestSwf.registered()
    expect(statusesIn(await answerTo(await openSocket(swf.server.port, text)))).toEqual([431])
    await expectOthersAreServed(swf)
  })

  it.each([
    ['a body in one piece', `Content-Length: ${2 ** 50}`, 'x'.repeat(65_536)],
    ['a body in chunks', 'Transfer-Encoding: chunked', `10000\r\n${'x'.repeat(65_536)}\r\n`],
  ])('%s without an end is refused at 1 MiB, and cut off at 16', async (_, header, piece) => {
    const swf = await TestSwf.registered()
    const socket = await openSocket(swf.server.port, rawRequestText([...GOOD_HEADERS, header], ''))
    const answer = answerTo(socket)
    let sent = 0
    while (!socket.destroyed && sent < 64 * 2 ** 20) {
      sent += piece.length
      await new Promise((written) => socket.write(piece, written))
    }
    expect(statusesIn(await answer)).toEqual([413])
    expect(sent).toBeLessThan(64 * 2 ** 20)
    await expectOthersAreServed(swf)
  })
})

describe('what is no request of ours', () => {
  const length = `Content-Length: ${BODY.length}`
  const [, ...withoutHost] = GOOD_HEADERS

  it.each<[string, string | Buffer]>([
    ['two lengths', rawRequestText([...GOOD_HEADERS, length, 'Content-Length: 3'])],
    ['a length and chunks', rawRequestText([...GOOD_HEADERS, length, 'Transfer-Encoding: chunked'])],
    ['a length below zero', rawRequestText([...GOOD_HEADERS, 'Content-Length: -1'])],
    ['a length that is none', rawRequestText([...GOOD_HEADERS, 'Content-Length: 0x10'])],
    ['a coding that is not chunked', rawRequestText([...GOOD_HEADERS, 'Transfer-Encoding: gzip'])],
    ['chunked twice', rawRequestText([...GOOD_HEADERS, 'Transfer-Encoding: chunked, identity'])],
    ['a chunk of no size', rawRequestText([...GOOD_HEADERS, 'Transfer-Encoding: chunked'], 'zz\r\n{}\r\n0\r\n\r\n')],
    ['no Host', rawRequestText([...withoutHost, length])],
    ['no Host in HTTP/1.0', rawRequestText([...withoutHost, length], BODY, 'POST / HTTP/1.0')],
    ['a null byte in a header', rawRequestText([...GOOD_HEADERS, length, 'X-Null: a\0b'])],
    ['a header without a colon', rawRequestText([...GOOD_HEADERS, length, 'nothing'])],
    ['a folded header', rawRequestText([...GOOD_HEADERS, length, 'X-Folded: a', '\x01 b'])],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['TLS', Buffer.from('16030100a5010000a10303', 'hex')],
    ['another protocol', 'EHLO evil.example\r\nMAIL FROM:<a@b>\r\n'],
    ['a method that is none', rawRequestText([...GOOD_HEADERS, length], BODY, 'PUSH / HTTP/1.1')],
    ['a tunnel', rawRequestText(['Host: evil.example:443'], '', 'CONNECT evil.example:443 HTTP/1.1')],
  ])('%s: refused or hung up on, and others are served', async (_, text) => {
    const swf = await TestSwf.registered()
    const statuses = statusesIn(await answerTo(await openSocket(swf.server.port, text), (answer) => answer.includes('403')))
    for (const status of statuses) expect([400, 403, 405]).toContain(status)
    await expectOthersAreServed(swf)
  })

  it.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'OPTIONS', 'PROPFIND'])('%s is not allowed', async (method) => {
    const swf = await TestSwf.registered()
    const text = rawRequestText([...GOOD_HEADERS, 'Connection: close', length], BODY, `${method} /../../etc/passwd HTTP/1.1`)
    const answer = await answerTo(await openSocket(swf.server.port, text))
    expect(statusesIn(answer)).toEqual([405])
    expect(answer).not.toContain('Authorization')
  })

  it.each([
    ['Upgrade: websocket', 'Connection: Upgrade'],
    ['Upgrade: h2c', 'Connection: Upgrade, HTTP2-Settings'],
    ['Expect: 100-continue', 'Connection: close'],
  ])('%s changes nothing: the request is served as it is', async (...headers) => {
    const swf = await TestSwf.registered()
    const socket = await openSocket(swf.server.port, rawRequestText([...GOOD_HEADERS, ...headers, length]))
    expect(statusesIn(await answerTo(socket, (text) => text.includes('domainInfo'))).at(-1)).toBe(200)
  })
})

describe('many requests on one connection', () => {
  it('are answered in their order', async () => {
    const swf = await TestSwf.registered()
    const names = Array.from({ length: 500 }, (_, index) => JSON.stringify({ name: `d-${index}` }))
    const text = names.map((body) => rawRequestText([...GOOD_HEADERS, `Content-Length: ${body.length}`], body)).join('')
    const answer = await answerTo(await openSocket(swf.server.port, text), (answered) => answered.includes('domain: d-499'))
    expect(Array.from(answer.matchAll(/Unknown domain: d-(\d+)/g), ([, index]) => Number(index))).toEqual([...names.keys()])
  })

  it('of which the first is held hold up nobody else, and a stop ends them all', async () => {
    const swf = await TestSwf.registered()
    const socket = await openSocket(swf.server.port, pollText.repeat(200) + rawRequestText().repeat(200))
    await expectOthersAreServed(swf)
    await expectStopEndsAll(swf, [socket])
  })
})
