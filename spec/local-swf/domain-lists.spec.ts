import type { ListDomainsInput } from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import { faultOf, TestSwf } from './support/test-swf.js'

describe('ListDomains', () => {
  const list = ({ client }: TestSwf, query: Partial<ListDomainsInput> = {}) =>
    client.listDomains({ registrationStatus: 'REGISTERED', ...query })
  const namesOf = async (swf: TestSwf, query?: Partial<ListDomainsInput>) =>
    ((await list(swf, query)).domainInfos ?? []).map(({ name }) => name)

  async function withDomains(): Promise<TestSwf> {
    const swf = await TestSwf.start()
    for (const name of ['orders', 'Archive', 'returns', 'bills']) {
      await swf.client.registerDomain({ name, workflowExecutionRetentionPeriodInDays: '7', description: `all ${name}` })
    }
    await swf.client.deprecateDomain({ name: 'bills' })
    return swf
  }

  it('lists in alphabetical order or its reverse, by status', async () => {
    const swf = await withDomains()
    expect(await namesOf(swf)).toEqual(['Archive', 'orders', 'returns'])
    expect(await namesOf(swf, { reverseOrder: true })).toEqual(['returns', 'orders', 'Archive'])
    expect(await namesOf(swf, { registrationStatus: 'DEPRECATED' })).toEqual(['bills'])
  })

  it('turns pages', async () => {
    const swf = await withDomains()
    const { domainInfos, nextPageToken = '' } = await list(swf, { maximumPageSize: 2 })
    expect(domainInfos?.map(({ name }) => name)).toEqual(['Archive', 'orders'])
    expect(await namesOf(swf, { nextPageToken })).toEqual(['returns'])
    expect((await list(swf, { nextPageToken })).nextPageToken).toBeUndefined()
    expect((await faultOf(list(swf, { nextPageToken, reverseOrder: true }))).message).toBe('Invalid token')
  })

  it('lists nothing that was there before a reset', async () => {
    const swf = await withDomains()
    swf.server.reset()
    expect(await namesOf(swf)).toEqual([])
    expect(await namesOf(swf, { registrationStatus: 'DEPRECATED' })).toEqual([])
  })

  it('tells of a domain what DescribeDomain tells', async () => {
    const swf = await withDomains()
    const { domainInfos } = await list(swf, { registrationStatus: 'DEPRECATED' })
    expect(domainInfos).toEqual([(await swf.client.describeDomain({ name: 'bills' })).domainInfo])
    expect(domainInfos?.[0]).toMatchObject({ description: 'all bills', arn: 'arn:aws:swf:us-east-1:123456789012:/domain/bills' })
  })
})
