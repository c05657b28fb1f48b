import { describe, expect, it } from 'vitest'
import { activityType, domain, faultOf, TestSwf, workflowType } from './support/test-swf.js'

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
