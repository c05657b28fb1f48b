import { SWF } from '@aws-sdk/client-swf'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { LocalSwf } from '../../../lib/local-swf/index.js'
import { rawRequest } from '../support/raw-request.js'
import { domain, TestSwf } from '../support/test-swf.js'

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

describe('a server whose clock is another', () => {
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
