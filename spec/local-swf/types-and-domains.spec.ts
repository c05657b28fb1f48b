import type { ListActivityTypesInput, ListDomainsInput, ResourceTag } from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import { damages } from './support/damages.js'
import { TestSwf, domain, faultOf } from './support/test-swf.js'

describe('lists of types', () => {
  const HOUR_MS = 60 * 60 * 1000

  /** Names and versions, in the order of their registration. */
  const types = [
    ['pack', '2'],
    ['ship', '1'],
    ['Bill', '1'],
    ['pack', '10'],
    ['é', '1'],
    ['pack', '1'],
    ['pack again', '1'],
  ] as const
  const inOrder = ['Bill 1', 'pack 1', 'pack 10', 'pack 2', 'pack again 1', 'ship 1', 'é 1']

  type Query = Partial<ListActivityTypesInput>

  interface Page {
    readonly names: readonly string[]
    readonly nextPageToken?: string | undefined
  }

  /** Both kinds of types are listed alike. */
  const kinds = [
    {
      operation: 'ListActivityTypes',
      register: ({ client }: TestSwf, name: string, version: string) => client.registerActivityType({ domain, name, version }),
      deprecate: ({ client }: TestSwf, name: string, version: string) =>
        client.deprecateActivityType({ domain, activityType: { name, version } }),
      list: async ({ client }: TestSwf, query: Query = {}): Promise<Page> => {
        const { typeInfos = [], nextPageToken } = await client.listActivityTypes({
          domain,
          registrationStatus: 'REGISTERED',
          ...query,
        })
        return { names: typeInfos.map(({ activityType }) => `${activityType?.name} ${activityType?.version}`), nextPageToken }
      },
    },
    {
      operation: 'ListWorkflowTypes',
      register: ({ client }: TestSwf, name: string, version: string) => client.registerWorkflowType({ domain, name, version }),
      deprecate: ({ client }: TestSwf, name: string, version: string) =>
        client.deprecateWorkflowType({ domain, workflowType: { name, version } }),
      list: async ({ client }: TestSwf, query: Query = {}): Promise<Page> => {
        const { typeInfos = [], nextPageToken } = await client.listWorkflowTypes({
          domain,
          registrationStatus: 'REGISTERED',
          ...query,
        })
        return { names: typeInfos.map(({ workflowType }) => `${workflowType?.name} ${workflowType?.version}`), nextPageToken }
      },
    },
  ] as const

  async function withDomain(): Promise<TestSwf> {
    const swf = await TestSwf.start()
    await swf.client.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '7' })
    return swf
  }

  function toolsOf(kind: (typeof kinds)[number]) {
    const namesOf = async (swf: TestSwf, query?: Query) => (await kind.list(swf, query)).names
    const withTypes = async (): Promise<TestSwf> => {
      const swf = await withDomain()
      for (const [name, version] of types) await kind.register(swf, name, version)
      return swf
    }
    return { ...kind, namesOf, withTypes }
  }

  describe.each(kinds)('$operation', (kind) => {
    const { deprecate, list, namesOf, withTypes } = toolsOf(kind)

    it('lists in alphabetical order, whatever the order of registration', async () => {
      const swf = await withTypes()
      expect(await namesOf(swf)).toEqual(inOrder)
    })

    it('lists in the reverse order when asked to', async () => {
      const swf = await withTypes()
      expect(await namesOf(swf, { reverseOrder: true })).toEqual(inOrder.toReversed())
    })

    it('lists those of one name only when asked to', async () => {
      const swf = await withTypes()
      expect(await namesOf(swf, { name: 'pack' })).toEqual(['pack 1', 'pack 10', 'pack 2'])
      expect(await namesOf(swf, { name: 'pack', reverseOrder: true })).toEqual(['pack 2', 'pack 10', 'pack 1'])
      expect(await namesOf(swf, { name: 'pac' })).toEqual([])
    })

    it('lists those that are deprecated, or those that are not', async () => {
      const swf = await withTypes()
      await deprecate(swf, 'pack', '10')
      await deprecate(swf, 'é', '1')
      expect(await namesOf(swf)).toEqual(['Bill 1', 'pack 1', 'pack 2', 'pack again 1', 'ship 1'])
      expect(await namesOf(swf, { registrationStatus: 'DEPRECATED' })).toEqual(['pack 10', 'é 1'])
      expect(await namesOf(swf, { registrationStatus: 'DEPRECATED', name: 'pack' })).toEqual(['pack 10'])
    })

    it('names an unknown domain', async () => {
      const swf = await withDomain()
      const unknown = { name: 'UnknownResourceFault', message: 'Unknown domain: nowhere' }
      expect(await faultOf(list(swf, { domain: 'nowhere' }))).toEqual(unknown)
    })
  })

  describe('a list in pages', () => {
    const { register, deprecate, list, namesOf, withTypes } = toolsOf(kinds[0])
    const refused = { name: 'ValidationException', message: 'Invalid token' }

    it.each([1, 2, 3, 7])('turns pages of %i, either way, and gives no token with the last', async (maximumPageSize) => {
      const swf = await withTypes()
      for (const reverseOrder of [false, true]) {
        const pages: (readonly string[])[] = []
        let token: string | undefined = ''
        while (token !== undefined) {
          const { names, nextPageToken }: Page = await list(swf, { maximumPageSize, reverseOrder, nextPageToken: token })
          pages.push(names)
          token = nextPageToken
        }
        expect(pages).toHaveLength(Math.ceil(types.length / maximumPageSize))
        expect(pages.flat()).toEqual(reverseOrder ? inOrder.toReversed() : inOrder)
      }
    })

    it('turns the pages of one name', async () => {
      const swf = await withTypes()
      const { nextPageToken = '' } = await list(swf, { name: 'pack', maximumPageSize: 2 })
      const last = await list(swf, { name: 'pack', maximumPageSize: 1, nextPageToken })
      expect(last.nextPageToken).toBeUndefined()
      expect(await namesOf(swf, { name: 'pack', nextPageToken })).toEqual(['pack 2'])
    })

    it('goes on behind the last page, whatever has come and gone meanwhile', async () => {
      const swf = await withTypes()
      const { nextPageToken = '' } = await list(swf, { maximumPageSize: 3 })
      await register(swf, 'apples', '1')
      await register(swf, 'pears', '1')
      await deprecate(swf, 'pack', '10')
      expect(await namesOf(swf, { nextPageToken })).toEqual(['pack 2', 'pack again 1', 'pears 1', 'ship 1', 'é 1'])
    })

    it('refuses a page token with another name, status, direction or domain', async () => {
      const swf = await withTypes()
      await swf.client.registerDomain({ name: 'returns', workflowExecutionRetentionPeriodInDays: '7' })
      const { nextPageToken = '' } = await list(swf, { maximumPageSize: 3 })
      const others: Query[] = [
        { name: 'pack' },
        { registrationStatus: 'DEPRECATED' },
        { reverseOrder: true },
        { domain: 'returns' },
      ]
      for (const other of others) expect(await faultOf(list(swf, { nextPageToken, ...other }))).toEqual(refused)
    })

    it('refuses a page token that is damaged in any way', async () => {
      const swf = await withTypes()
      const { nextPageToken = '' } = await list(swf, { maximumPageSize: 3 })
      for (const [damage, damaged] of damages) {
        const query = { maximumPageSize: 3, nextPageToken: damaged(nextPageToken) }
        expect(await faultOf(list(swf, query)), damage).toEqual(refused)
      }
    })

    it('lets a page token expire after 24 hours', async () => {
      const swf = await withTypes()
      const { nextPageToken = '' } = await list(swf, { maximumPageSize: 3 })
      swf.clock.advance(24 * HOUR_MS)
      expect(await namesOf(swf, { nextPageToken })).toEqual(inOrder.slice(3))
      swf.clock.advance(1)
      expect(await faultOf(list(swf, { nextPageToken }))).toEqual({
        name: 'ValidationException',
        message: 'Specified token has exceeded its maximum lifetime',
      })
    })

    it('has page tokens that may be sent, however long the names and whatever is in them', async () => {
      const swf = await withDomain()
      for (const letter of ['"', '中', '\\']) await register(swf, letter.repeat(256), letter.repeat(64))
      const { nextPageToken = '' } = await list(swf, { maximumPageSize: 2 })
      expect(await namesOf(swf, { nextPageToken })).toEqual([`${'中'.repeat(256)} ${'中'.repeat(64)}`])
    })
  })

  describe('a list of types', () => {
    it('tells what is known of a type, but not its defaults', async () => {
      const swf = await TestSwf.registered()
      const { client } = swf
      const createdAt = new Date(swf.clock.now())
      await client.registerActivityType({ domain, name: 'pack', version: '1', description: 'packs' })
      swf.clock.advance(5000)
      await client.deprecateActivityType({ domain, activityType: { name: 'pack', version: '1' } })
      const { typeInfos } = await client.listActivityTypes({ domain, registrationStatus: 'DEPRECATED' })
      expect(typeInfos).toEqual([
        {
          activityType: { name: 'pack', version: '1' },
          status: 'DEPRECATED',
          description: 'packs',
          creationDate: createdAt,
          deprecationDate: new Date(swf.clock.now()),
        },
      ])
      const workflowTypes = await client.listWorkflowTypes({ domain, registrationStatus: 'REGISTERED' })
      expect(workflowTypes.typeInfos).toEqual([
        { workflowType: { name: 'order', version: '1' }, status: 'REGISTERED', creationDate: createdAt },
      ])
    })

    it('takes no page token of the other kind', async () => {
      const swf = await withDomain()
      for (const name of ['a', 'b']) {
        await swf.client.registerActivityType({ domain, name, version: '1' })
        await swf.client.registerWorkflowType({ domain, name, version: '1' })
      }
      const query = { domain, registrationStatus: 'REGISTERED', maximumPageSize: 1 } as const
      const { nextPageToken } = await swf.client.listActivityTypes(query)
      expect(nextPageToken).toEqual(expect.any(String))
      expect((await faultOf(swf.client.listWorkflowTypes({ ...query, nextPageToken }))).message).toBe('Invalid token')
    })

    it('asks for a status', async () => {
      const { client } = await withDomain()
      // @ts-expect-error a status that there is not
      const call = client.listActivityTypes({ domain, registrationStatus: 'GONE' })
      expect((await faultOf(call)).message).toBe(
        "1 validation error detected: Value 'GONE' at 'registrationStatus' failed to satisfy constraint: Member must satisfy enum value set: [REGISTERED, DEPRECATED]",
      )
    })
  })
})

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
    expect(domainInfos?.[0]).toMatchObject({
      description: 'all bills',
      arn: 'arn:aws:swf:us-east-1:123456789012:/domain/bills',
    })
  })
})

describe('tags', () => {
  const resourceArn = `arn:aws:swf:us-east-1:123456789012:/domain/${domain}`
  const numbered = (count: number): ResourceTag[] =>
    Array.from({ length: count }, (_, index) => ({ key: `key ${index}`, value: 'x' }))
  const tooMany = { name: 'TooManyTagsFault', message: 'A domain has 50 tags at most' }

  async function withTags(tags: ResourceTag[] = []): Promise<TestSwf> {
    const swf = await TestSwf.start()
    await swf.client.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '7', tags })
    return swf
  }

  async function tagsOf({ client }: TestSwf, arn = resourceArn): Promise<ResourceTag[] | undefined> {
    return (await client.listTagsForResource({ resourceArn: arn })).tags
  }

  describe('the tags of a domain', () => {
    it('are those that it was registered with', async () => {
      const tags = [{ key: 'team', value: 'shop' }, { key: 'empty', value: '' }, { key: 'alone' }]
      expect(await tagsOf(await withTags(tags))).toEqual(tags)
      expect(await tagsOf(await withTags())).toEqual([])
    })

    it('are added to and changed, by key', async () => {
      const swf = await withTags([
        { key: 'team', value: 'shop' },
        { key: 'cost', value: '1' },
      ])
      await swf.client.tagResource({
        resourceArn,
        tags: [
          { key: 'cost', value: '2' },
          { key: 'Team', value: 'other' },
        ],
      })
      expect(await tagsOf(swf)).toEqual([
        { key: 'team', value: 'shop' },
        { key: 'cost', value: '2' },
        { key: 'Team', value: 'other' },
      ])
    })

    it('have the last value of a key that comes twice', async () => {
      const swf = await withTags([
        { key: 'team', value: 'one' },
        { key: 'team', value: 'two' },
      ])
      expect(await tagsOf(swf)).toEqual([{ key: 'team', value: 'two' }])
    })

    it('are removed by key; one that is not there does no harm', async () => {
      const swf = await withTags([
        { key: 'team', value: 'shop' },
        { key: 'cost', value: '1' },
      ])
      await swf.client.untagResource({ resourceArn, tagKeys: ['team', 'nothing'] })
      expect(await tagsOf(swf)).toEqual([{ key: 'cost', value: '1' }])
    })

    it('are its own, and outlive its deprecation', async () => {
      const swf = await withTags([{ key: 'team', value: 'shop' }])
      await swf.client.registerDomain({ name: 'returns', workflowExecutionRetentionPeriodInDays: '7' })
      await swf.client.deprecateDomain({ name: domain })
      expect(await tagsOf(swf)).toEqual([{ key: 'team', value: 'shop' }])
      expect(await tagsOf(swf, resourceArn.replace(domain, 'returns'))).toEqual([])
    })

    it('are 50 at most: one more, and none of the request is kept', async () => {
      const swf = await withTags(numbered(49))
      const { client } = swf
      const two = [{ key: 'one more' }, { key: 'two more' }]
      expect(await faultOf(client.tagResource({ resourceArn, tags: two }))).toEqual(tooMany)
      expect(await tagsOf(swf)).toEqual(numbered(49))
      await client.tagResource({ resourceArn, tags: two.slice(1) })
      await client.tagResource({ resourceArn, tags: [{ key: 'two more', value: 'changed' }] })
      expect(await tagsOf(swf)).toEqual([...numbered(49), { key: 'two more', value: 'changed' }])
      expect(await faultOf(client.tagResource({ resourceArn, tags: two.slice(0, 1) }))).toEqual(tooMany)
    })

    it('are 50 at most when it is registered, which otherwise it is not', async () => {
      const { client } = await TestSwf.start()
      const register = (tags: ResourceTag[]) =>
        client.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '7', tags })
      expect(await faultOf(register(numbered(51)))).toEqual(tooMany)
      await register(numbered(50))
      expect((await faultOf(register([]))).name).toBe('DomainAlreadyExistsFault')
    })
  })

  describe('a tag', () => {
    it('may have letters and digits of any script, white space and _ . : / = + - @', async () => {
      const tags = [
        { key: 'Größe 中文 ٣', value: '_.:/=+-@ \u00a0' },
        { key: 'k'.repeat(128), value: 'v'.repeat(256) },
      ]
      const swf = await withTags(tags)
      expect(await tagsOf(swf)).toEqual(tags)
    })

    it.each([
      [{ key: '' }, 'tags.1.member.key', 'Member must have length greater than or equal to 1'],
      [{ key: 'k'.repeat(129) }, 'tags.1.member.key', 'Member must have length less than or equal to 128'],
      [{ key: 'k', value: 'v'.repeat(257) }, 'tags.1.member.value', 'Member must have length less than or equal to 256'],
      [{ key: 'a#b' }, 'tags.1.member.key', 'Member must satisfy regular expression pattern: ^[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*$'],
      [
        { key: 'k', value: '😀' },
        'tags.1.member.value',
        'Member must satisfy regular expression pattern: ^[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*$',
      ],
    ] as const)('%# is refused, in both operations that take one', async (tag, path, constraint) => {
      const { client } = await withTags()
      const value = path.endsWith('key') ? tag.key : 'value' in tag && tag.value
      const message = `1 validation error detected: Value '${String(value)}' at '${path}' failed to satisfy constraint: ${constraint}`
      const refused = { name: 'ValidationException', message }
      expect(await faultOf(client.tagResource({ resourceArn, tags: [tag] }))).toEqual(refused)
      const registered = client.registerDomain({ name: 'new', workflowExecutionRetentionPeriodInDays: '7', tags: [tag] })
      expect(await faultOf(registered)).toEqual(refused)
    })

    it('is removed by a key that a tag may have', async () => {
      const { client } = await withTags()
      expect((await faultOf(client.untagResource({ resourceArn, tagKeys: ['team', ''] }))).message).toBe(
        "1 validation error detected: Value '' at 'tagKeys.2.member' failed to satisfy constraint: Member must have length greater than or equal to 1",
      )
    })
  })

  describe('the ARN of a domain', () => {
    it('is the one that DescribeDomain tells', async () => {
      const swf = await withTags([{ key: 'team', value: 'shop' }])
      const { domainInfo } = await swf.client.describeDomain({ name: domain })
      expect(await tagsOf(swf, domainInfo?.arn)).toEqual([{ key: 'team', value: 'shop' }])
    })

    it.each([
      'arn:aws:swf:eu-west-3:123456789012:/domain/orders',
      'arn:aws:swf:us-east-1:111122223333:/domain/orders',
      'arn:aws:swf:us-east-1:123456789012:domain/orders',
      'arn:aws:sqs:us-east-1:123456789012:/domain/orders',
      'orders',
    ])('is not %s, which is an unknown resource', async (arn) => {
      const { client } = await withTags()
      const unknown = { name: 'UnknownResourceFault', message: `Unknown resource: ${arn}` }
      expect(await faultOf(client.listTagsForResource({ resourceArn: arn }))).toEqual(unknown)
      expect(await faultOf(client.tagResource({ resourceArn: arn, tags: [] }))).toEqual(unknown)
      expect(await faultOf(client.untagResource({ resourceArn: arn, tagKeys: [] }))).toEqual(unknown)
    })

    it('names an unknown domain', async () => {
      const { client } = await TestSwf.start()
      const unknown = { name: 'UnknownResourceFault', message: `Unknown domain: ${domain}` }
      expect(await faultOf(client.listTagsForResource({ resourceArn }))).toEqual(unknown)
      expect(await faultOf(client.tagResource({ resourceArn, tags: [] }))).toEqual(unknown)
      expect(await faultOf(client.untagResource({ resourceArn, tagKeys: [] }))).toEqual(unknown)
    })

    it.each(['', 'a'.repeat(1601)])('%# is refused by its length', async (arn) => {
      const { client } = await withTags()
      expect((await faultOf(client.listTagsForResource({ resourceArn: arn }))).name).toBe('ValidationException')
    })
  })
})
