import type { ResourceTag } from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import { domain, faultOf, TestSwf } from './support/test-swf.js'

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
