import type { ListActivityTypesInput } from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import { damages } from './support/damages.js'
import { domain, faultOf, TestSwf } from './support/test-swf.js'

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

describe.each(kinds)('$operation', ({ register, deprecate, list }) => {
  const namesOf = async (swf: TestSwf, query?: Query) => (await list(swf, query)).names

  const withTypes = async (): Promise<TestSwf> => {
    const swf = await withDomain()
    for (const [name, version] of types) await register(swf, name, version)
    return swf
  }

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

  it.each([
    ['another name', { name: 'pack' }],
    ['another status', { registrationStatus: 'DEPRECATED' }],
    ['the other direction', { reverseOrder: true }],
    ['another domain', { domain: 'returns' }],
  ] as const)('refuses a page token with %s', async (_, changed) => {
    const swf = await withTypes()
    await swf.client.registerDomain({ name: 'returns', workflowExecutionRetentionPeriodInDays: '7' })
    const { nextPageToken = '' } = await list(swf, { maximumPageSize: 3 })
    const refused = { name: 'ValidationException', message: 'Invalid token' }
    expect(await faultOf(list(swf, { nextPageToken, ...changed }))).toEqual(refused)
  })

  it.each(damages)('refuses a page token %s', async (_, damaged) => {
    const swf = await withTypes()
    const { nextPageToken = '' } = await list(swf, { maximumPageSize: 3 })
    const query = { maximumPageSize: 3, nextPageToken: damaged(nextPageToken) }
    expect(await faultOf(list(swf, query))).toEqual({ name: 'ValidationException', message: 'Invalid token' })
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

  it('names an unknown domain', async () => {
    const swf = await withDomain()
    const unknown = { name: 'UnknownResourceFault', message: 'Unknown domain: nowhere' }
    expect(await faultOf(list(swf, { domain: 'nowhere' }))).toEqual(unknown)
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
