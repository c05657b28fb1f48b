import { describe, expect, it } from 'vitest'
import { activityType, complete, decided, domain, faultOf, schedule, TestSwf, workflowType } from './support/test-swf.js'

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
