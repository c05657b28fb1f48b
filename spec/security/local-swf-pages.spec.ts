import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { rawRequest } from '../local-swf/support/raw-request.js'
import { TestSwf } from '../local-swf/support/test-swf.js'
import { answerTo, GOOD_HEADERS, openSocket, rawRequestText, statusesIn } from './raw-socket.js'

const register = JSON.stringify({ name: 'evil', workflowExecutionRetentionPeriodInDays: '1' })
const [host, authorization] = GOOD_HEADERS
const headers = [authorization, 'X-Amz-Target: SimpleWorkflowService.RegisterDomain', `Content-Length: ${register.length}`]

async function domainsOf({ client }: TestSwf): Promise<Array<string | undefined>> {
  const { domainInfos = [] } = await client.listDomains({ registrationStatus: 'REGISTERED' })
  return domainInfos.map(({ name }) => name)
}

describe('a page in a browser', () => {
  it.each([
    ['by a name of its own for 127.0.0.1', ['Host: rebound.evil.example']],
    ['by that name and a port', ['Host: rebound.evil.example:4577']],
    ['by a name that begins like ours', ['Host: 127.0.0.1.evil.example']],
    ['by a user before ours', ['Host: 127.0.0.1@evil.example']],
    ['by another address of this machine', ['Host: 0.0.0.0']],
    ['by a decimal address', ['Host: 2130706433']],
    ['by another port of this machine', [host, 'Origin: http://localhost:3000']],
    ['from a file or a sandbox', [host, 'Origin: null']],
    ['by our own address', [host, 'Origin: http://127.0.0.1']],
    ['as a form', [host, 'Origin: https://evil.example', 'Content-Type: text/plain']],
  ])('changes nothing %s', async (_, lines) => {
    const swf = await TestSwf.start()
    const text = rawRequestText([...lines, ...headers, 'Connection: close'], register)
    const answer = await answerTo(await openSocket(swf.server.port, text))
    expect(statusesIn(answer)).toEqual([403])
    expect(await domainsOf(swf)).toEqual([])
  })

  it('is allowed nothing when its browser asks first, and may read no answer', async () => {
    const swf = await TestSwf.start()
    const asks = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-amz-target,authorization' }
    for (const origin of ['', 'https://evil.example']) {
      const answer = await rawRequest(swf.server, 'ListDomains', undefined, { method: 'OPTIONS', headers: { ...asks, origin } })
      expect([403, 405]).toContain(answer.status)
      expect(Array.from(answer.headers.keys()).filter((name) => name.startsWith('access-control'))).toEqual([])
    }
    const { headers: answered } = await rawRequest(swf.server, 'ListDomains', '{"registrationStatus":"REGISTERED"}')
    expect(answered.has('access-control-allow-origin')).toBe(false)
  })

  it('needs a header that no page sends without asking first: without a target, or a signature, nothing is done', async () => {
    const swf = await TestSwf.start()
    for (const lines of [headers.slice(1), [authorization, `Content-Length: ${register.length}`]]) {
      const text = rawRequestText([host, ...lines, 'Connection: close'], register)
      expect(statusesIn(await answerTo(await openSocket(swf.server.port, text)))).toEqual([400])
    }
    expect(await domainsOf(swf)).toEqual([])
  })
})

it.each(['127.0.0.2', '::1'])('nothing listens on another address of this machine: %s', async (address) => {
  const { server } = await TestSwf.start()
  const socket = connect({ port: server.port, host: address })
  const refused: unknown = await new Promise((resolve) => socket.once('error', resolve).once('connect', resolve))
  socket.destroy()
  // Where there is no such address at all it is not to be had either.
  expect(refused).toMatchObject({ code: expect.stringMatching(/ECONNREFUSED|EADDRNOTAVAIL|ENETUNREACH|EAFNOSUPPORT/) })
})
