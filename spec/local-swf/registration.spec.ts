import { describe, expect, it } from 'vitest'
import { TypeRegistry } from '../../lib/local-swf/model/domain/type-registry.js'
import { TestSwf, activityType, complete, decided, domain, faultOf, schedule, workflowType } from './support/test-swf.js'

describe('registration', () => {
  describe('domains', () => {
    it('registers a domain and describes it, its ARN in the region that the request is signed for', async () => {
      const { client } = await TestSwf.start({ account: { region: 'eu-west-3', id: '111122223333' } })
      await client.registerDomain({ name: 'orders', description: 'shop', workflowExecutionRetentionPeriodInDays: '7' })
      expect(await client.describeDomain({ name: 'orders' })).toMatchObject({
        domainInfo: {
          name: 'orders',
          status: 'REGISTERED',
          description: 'shop',
          arn: 'arn:aws:swf:eu-west-3:111122223333:/domain/orders',
        },
        configuration: { workflowExecutionRetentionPeriodInDays: '7' },
      })
    })

    it('registers a name once', async () => {
      const { client } = await TestSwf.registered()
      const again = client.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '7' })
      expect(await faultOf(again)).toEqual({ name: 'DomainAlreadyExistsFault', message: domain })
    })

    it('names an unknown domain', async () => {
      const { client } = await TestSwf.start()
      const unknown = { name: 'UnknownResourceFault', message: 'Unknown domain: nowhere' }
      expect(await faultOf(client.describeDomain({ name: 'nowhere' }))).toEqual(unknown)
      expect(await faultOf(client.deprecateDomain({ name: 'nowhere' }))).toEqual(unknown)
      expect(await faultOf(client.registerActivityType({ domain: 'nowhere', ...activityType }))).toEqual(unknown)
      expect(await faultOf(client.registerWorkflowType({ domain: 'nowhere', ...workflowType }))).toEqual(unknown)
    })

    it('takes no new types and executions once deprecated', async () => {
      const { client } = await TestSwf.registered()
      await client.deprecateDomain({ name: domain })
      expect((await client.describeDomain({ name: domain })).domainInfo?.status).toBe('DEPRECATED')
      const deprecated = { name: 'DomainDeprecatedFault', message: domain }
      expect(await faultOf(client.deprecateDomain({ name: domain }))).toEqual(deprecated)
      expect(await faultOf(client.registerActivityType({ domain, name: 'new', version: '1' }))).toEqual(deprecated)
      expect(await faultOf(client.registerWorkflowType({ domain, name: 'new', version: '1' }))).toEqual(deprecated)
      expect(await faultOf(client.startWorkflowExecution({ domain, workflowType, workflowId: 'order-1' }))).toEqual(deprecated)
    })

    it('deprecates its types with the domain', async () => {
      const { client } = await TestSwf.registered()
      await client.deprecateDomain({ name: domain })
      expect((await client.describeActivityType({ domain, activityType })).typeInfo?.status).toBe('DEPRECATED')
      expect((await client.describeWorkflowType({ domain, workflowType })).typeInfo?.status).toBe('DEPRECATED')
    })

    it('lets what runs in a deprecated domain go on', async () => {
      const swf = await TestSwf.registered()
      await swf.startRun()
      await swf.client.deprecateDomain({ name: domain })
      expect((await swf.pollDecision()).startedEventId).toBe(3)
    })
  })

  describe('types', () => {
    it('registers an activity type and describes it with its defaults', async () => {
      const { client, clock } = await TestSwf.registered()
      const defaults = {
        defaultTaskList: { name: 'workers' },
        defaultTaskPriority: '-5',
        defaultTaskScheduleToStartTimeout: '1',
        defaultTaskScheduleToCloseTimeout: '2',
        defaultTaskStartToCloseTimeout: '3',
        defaultTaskHeartbeatTimeout: 'NONE',
      }
      await client.registerActivityType({ domain, name: 'pack', version: '2', description: 'packs', ...defaults })
      expect(await client.describeActivityType({ domain, activityType: { name: 'pack', version: '2' } })).toMatchObject({
        typeInfo: {
          activityType: { name: 'pack', version: '2' },
          status: 'REGISTERED',
          description: 'packs',
          creationDate: new Date(clock.now()),
        },
        configuration: defaults,
      })
    })

    it('registers a workflow type and describes it with its defaults', async () => {
      const { client, clock } = await TestSwf.registered()
      const defaults = {
        defaultTaskList: { name: 'deciders' },
        defaultTaskPriority: '7',
        defaultExecutionStartToCloseTimeout: '60',
        defaultTaskStartToCloseTimeout: 'NONE',
        defaultChildPolicy: 'ABANDON',
        defaultLambdaRole: 'arn:aws:iam::123456789012:role/lambda',
      } as const
      await client.registerWorkflowType({ domain, name: 'refund', version: '2', description: 'pays', ...defaults })
      expect(await client.describeWorkflowType({ domain, workflowType: { name: 'refund', version: '2' } })).toMatchObject({
        typeInfo: {
          workflowType: { name: 'refund', version: '2' },
          status: 'REGISTERED',
          description: 'pays',
          creationDate: new Date(clock.now()),
        },
        configuration: defaults,
      })
    })

    it('leaves defaults that were not given out of the description', async () => {
      const { client } = await TestSwf.registered()
      await client.registerActivityType({ domain, name: 'bare', version: '1' })
      const { configuration } = await client.describeActivityType({ domain, activityType: { name: 'bare', version: '1' } })
      expect(configuration).toEqual({})
    })

    it('takes an empty default as left out', async () => {
      const { client } = await TestSwf.registered()
      const type = { name: 'bare', version: '1' }
      await client.registerActivityType({
        domain,
        ...type,
        defaultTaskPriority: '',
        defaultTaskScheduleToStartTimeout: '',
        defaultTaskScheduleToCloseTimeout: '',
        defaultTaskStartToCloseTimeout: '',
        defaultTaskHeartbeatTimeout: '',
      })
      expect((await client.describeActivityType({ domain, activityType: type })).configuration).toEqual({})
      await client.registerWorkflowType({
        domain,
        ...type,
        defaultTaskPriority: '',
        defaultExecutionStartToCloseTimeout: '',
        defaultTaskStartToCloseTimeout: '',
      })
      expect((await client.describeWorkflowType({ domain, workflowType: type })).configuration).toEqual({})
    })

    it('registers a name and version once', async () => {
      const { client } = await TestSwf.registered()
      expect(await faultOf(client.registerActivityType({ domain, ...activityType }))).toEqual({
        name: 'TypeAlreadyExistsFault',
        message: 'ActivityType=[name=ship, version=1]',
      })
      expect(await faultOf(client.registerWorkflowType({ domain, ...workflowType }))).toEqual({
        name: 'TypeAlreadyExistsFault',
        message: 'WorkflowType=[name=order, version=1]',
      })
    })

    it('keeps versions of one name apart', async () => {
      const { client } = await TestSwf.registered()
      await client.registerActivityType({ domain, name: 'ship', version: '2', description: 'by air' })
      const described = await client.describeActivityType({ domain, activityType: { name: 'ship', version: '2' } })
      expect(described.typeInfo?.description).toBe('by air')
    })

    it('names an unknown type', async () => {
      const { client } = await TestSwf.registered()
      const nothing = { name: 'nothing', version: '9' }
      const unknownActivity = { name: 'UnknownResourceFault', message: 'Unknown type: ActivityType=[name=nothing, version=9]' }
      const unknownWorkflow = { name: 'UnknownResourceFault', message: 'Unknown type: WorkflowType=[name=nothing, version=9]' }
      expect(await faultOf(client.describeActivityType({ domain, activityType: nothing }))).toEqual(unknownActivity)
      expect(await faultOf(client.deprecateActivityType({ domain, activityType: nothing }))).toEqual(unknownActivity)
      expect(await faultOf(client.describeWorkflowType({ domain, workflowType: nothing }))).toEqual(unknownWorkflow)
      expect(await faultOf(client.deprecateWorkflowType({ domain, workflowType: nothing }))).toEqual(unknownWorkflow)
    })

    it('deprecates a type once, and says when', async () => {
      const { client, clock } = await TestSwf.registered()
      clock.advance(5000)
      await client.deprecateActivityType({ domain, activityType })
      await client.deprecateWorkflowType({ domain, workflowType })
      const deprecated = { status: 'DEPRECATED', deprecationDate: new Date(clock.now()) }
      expect((await client.describeActivityType({ domain, activityType })).typeInfo).toMatchObject(deprecated)
      expect((await client.describeWorkflowType({ domain, workflowType })).typeInfo).toMatchObject(deprecated)
      expect((await faultOf(client.deprecateActivityType({ domain, activityType }))).name).toBe('TypeDeprecatedFault')
      expect((await faultOf(client.deprecateWorkflowType({ domain, workflowType }))).name).toBe('TypeDeprecatedFault')
    })
  })
})

describe('the limits of registration', () => {
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
})

describe('deprecated types and domains', () => {
  /** Both kinds of types are undeprecated and deleted alike. */
  const kinds = [
    {
      kind: 'ActivityType',
      text: 'ActivityType=[name=ship, version=1]',
      register: ({ client }: TestSwf) => client.registerActivityType({ domain, ...activityType, description: 'anew' }),
      describe: async ({ client }: TestSwf) => (await client.describeActivityType({ domain, activityType })).typeInfo,
      deprecate: ({ client }: TestSwf) => client.deprecateActivityType({ domain, activityType }),
      undeprecate: ({ client }: TestSwf) => client.undeprecateActivityType({ domain, activityType }),
      remove: ({ client }: TestSwf) => client.deleteActivityType({ domain, activityType }),
    },
    {
      kind: 'WorkflowType',
      text: 'WorkflowType=[name=order, version=1]',
      register: ({ client }: TestSwf) => client.registerWorkflowType({ domain, ...workflowType, description: 'anew' }),
      describe: async ({ client }: TestSwf) => (await client.describeWorkflowType({ domain, workflowType })).typeInfo,
      deprecate: ({ client }: TestSwf) => client.deprecateWorkflowType({ domain, workflowType }),
      undeprecate: ({ client }: TestSwf) => client.undeprecateWorkflowType({ domain, workflowType }),
      remove: ({ client }: TestSwf) => client.deleteWorkflowType({ domain, workflowType }),
    },
  ] as const

  describe.each(kinds)('Undeprecate$kind', ({ text, describe: describeType, deprecate, undeprecate, remove }) => {
    it('makes a deprecated type one like any other, without a date of deprecation', async () => {
      const swf = await TestSwf.registered()
      const before = await describeType(swf)
      await deprecate(swf)
      await undeprecate(swf)
      expect(await describeType(swf)).toEqual(before)
      await deprecate(swf)
      expect((await describeType(swf))?.status).toBe('DEPRECATED')
    })

    it('refuses a type that is not deprecated', async () => {
      const swf = await TestSwf.registered()
      expect(await faultOf(undeprecate(swf))).toEqual({ name: 'TypeAlreadyExistsFault', message: text })
    })

    it('names an unknown type', async () => {
      const swf = await TestSwf.registered()
      await deprecate(swf)
      await remove(swf)
      expect(await faultOf(undeprecate(swf))).toEqual({ name: 'UnknownResourceFault', message: `Unknown type: ${text}` })
    })
  })

  describe.each(kinds)('Delete$kind', ({ text, register, describe: describeType, deprecate, remove }) => {
    it('refuses a type that is not deprecated, and leaves it', async () => {
      const swf = await TestSwf.registered()
      expect(await faultOf(remove(swf))).toEqual({ name: 'TypeNotDeprecatedFault', message: text })
      expect((await describeType(swf))?.status).toBe('REGISTERED')
    })

    it('deletes a deprecated type: it is unknown afterwards, and on no list', async () => {
      const swf = await TestSwf.registered()
      await deprecate(swf)
      await remove(swf)
      const unknown = { name: 'UnknownResourceFault', message: `Unknown type: ${text}` }
      expect(await faultOf(describeType(swf))).toEqual(unknown)
      expect(await faultOf(deprecate(swf))).toEqual(unknown)
      expect(await faultOf(remove(swf))).toEqual(unknown)
      const query = { domain, registrationStatus: 'DEPRECATED' } as const
      expect((await swf.client.listActivityTypes(query)).typeInfos).toEqual([])
      expect((await swf.client.listWorkflowTypes(query)).typeInfos).toEqual([])
    })

    it('lets the name and version be registered again, with nothing left of the old type', async () => {
      const swf = await TestSwf.registered()
      await deprecate(swf)
      await remove(swf)
      await register(swf)
      expect(await describeType(swf)).toMatchObject({ status: 'REGISTERED', description: 'anew' })
      expect((await faultOf(register(swf))).name).toBe('TypeAlreadyExistsFault')
    })
  })

  describe('a type that is undeprecated', () => {
    it('can be scheduled and started again', async () => {
      const swf = await TestSwf.registered()
      await swf.client.deprecateActivityType({ domain, activityType })
      await swf.client.deprecateWorkflowType({ domain, workflowType })
      expect((await faultOf(swf.startRun())).name).toBe('TypeDeprecatedFault')
      await swf.client.undeprecateWorkflowType({ domain, workflowType })
      const run = await swf.startRun()
      await swf.client.undeprecateActivityType({ domain, activityType })
      await swf.decide(schedule('a'))
      expect(await swf.historyFrom(5, run)).toMatchObject([{ eventType: 'ActivityTaskScheduled' }])
    })
  })

  describe('a type that is deleted', () => {
    it('cannot be scheduled any more, but what was scheduled before is done', async () => {
      const { swf, run } = await decided(schedule('before'))
      await swf.client.deprecateActivityType({ domain, activityType })
      await swf.client.deleteActivityType({ domain, activityType })
      const { taskToken } = await swf.pollActivity()
      await swf.client.respondActivityTaskCompleted({ taskToken, result: 'shipped' })
      await swf.decide(schedule('after'))
      expect((await swf.history(run)).slice(-2)).toMatchObject([
        { eventType: 'ScheduleActivityTaskFailed', attributes: { activityId: 'after', cause: 'ACTIVITY_TYPE_DOES_NOT_EXIST' } },
        { eventType: 'DecisionTaskScheduled' },
      ])
    })

    it('cannot be started any more, but what was started before runs to its end', async () => {
      const swf = await TestSwf.registered()
      const run = await swf.startRun()
      await swf.client.deprecateWorkflowType({ domain, workflowType })
      await swf.client.deleteWorkflowType({ domain, workflowType })
      expect(await faultOf(swf.startRun({ workflowId: 'another' }))).toEqual({
        name: 'UnknownResourceFault',
        message: 'Unknown type: WorkflowType=[name=order, version=1]',
      })
      await swf.decide(complete('done'))
      expect((await swf.history(run)).at(-1)?.eventType).toBe('WorkflowExecutionCompleted')
    })
  })

  describe('UndeprecateDomain', () => {
    it('lets the domain take types and executions again; its types stay deprecated', async () => {
      const swf = await TestSwf.registered()
      const { client } = swf
      await client.deprecateDomain({ name: domain })
      await client.undeprecateDomain({ name: domain })
      expect((await client.describeDomain({ name: domain })).domainInfo?.status).toBe('REGISTERED')
      await client.registerActivityType({ domain, name: 'new', version: '1' })
      expect((await faultOf(swf.startRun())).name).toBe('TypeDeprecatedFault')
      await client.undeprecateWorkflowType({ domain, workflowType })
      expect((await swf.startRun()).runId).toMatch(/^[\da-f]{32}$/)
    })

    it('refuses a domain that is not deprecated', async () => {
      const { client } = await TestSwf.registered()
      const refused = { name: 'DomainAlreadyExistsFault', message: domain }
      expect(await faultOf(client.undeprecateDomain({ name: domain }))).toEqual(refused)
    })

    it('names an unknown domain', async () => {
      const { client } = await TestSwf.start()
      const unknown = { name: 'UnknownResourceFault', message: 'Unknown domain: nowhere' }
      expect(await faultOf(client.undeprecateDomain({ name: 'nowhere' }))).toEqual(unknown)
    })
  })
})
