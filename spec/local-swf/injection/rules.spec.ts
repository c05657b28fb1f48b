import { describe, expect, it } from 'vitest'
import type { FaultRule, LocalSwf, LocalSwfOptions, PlainRule, ServedRequest } from '../../../lib/local-swf/index.js'
import { rawRequest } from '../support/raw-request.js'
import { domain, TestSwf } from '../support/test-swf.js'

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
    const [one, other] = [{ kind: 'throttling', operation: 'DescribeDomain', rate: 0.5 } as const, 'CountOpenWorkflowExecutions']
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
