import { describe, expect, it } from 'vitest'
import { TypeRegistry } from '../../lib/local-swf/model/domain/type-registry.js'
import { faultOf, TestSwf } from './support/test-swf.js'

const type = (name: string) => ({
  name,
  version: '1',
  description: undefined,
  createdAtMs: 0,
  deprecatedAtMs: undefined,
  defaults: undefined,
})

describe('a domain', () => {
  it('is one of 100 at most, registered and deprecated', async () => {
    const { client } = await TestSwf.start()
    const register = (name: string) => client.registerDomain({ name, workflowExecutionRetentionPeriodInDays: '7' })
    for (let number = 1; number <= 100; number += 1) await register(`domain ${number}`)
    await client.deprecateDomain({ name: 'domain 1' })
    expect(await faultOf(register('one more'))).toEqual({
      name: 'LimitExceededFault',
      message: 'Limit exceeded: 100 domains in the account',
    })
    expect((await faultOf(register('domain 100'))).name).toBe('DomainAlreadyExistsFault')
  })
})

describe.each(['ActivityType', 'WorkflowType'] as const)('the types of the kind %s', (kind) => {
  it('are 10,000 at most, registered and deprecated; a deleted one makes room', () => {
    const registry = new TypeRegistry<undefined>(kind)
    const register = (name: string) => () => registry.register(type(name))
    for (let number = 1; number <= 10_000; number += 1) register(`type ${number}`)()
    registry.deprecate(type('type 1'), 0)
    expect(register('one more')).toThrow(`Limit exceeded: 10000 types of the kind ${kind} in the domain`)
    expect(register('type 2')).toThrow(`${kind}=[name=type 2, version=1]`)
    registry.delete(type('type 1'))
    expect(register('one more')).not.toThrow()
    expect(register('and another')).toThrow('Limit exceeded')
  })
})
