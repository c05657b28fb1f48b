import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createClients, type SwfClients } from '../../lib/swf/clients/create-clients.js'
import {
  registerActivityType,
  registerDomain,
  registerResultTypes,
  registerWorkflowType,
} from '../../lib/swf/registration/registration.js'
import capturedDomain from '../fixtures/wire/register_domain.json' with { type: 'json' }
import capturedTypes from '../fixtures/wire/register_types.json' with { type: 'json' }
import { CannedServer, fault, ok, reset } from '../support/canned-server.js'

let server: CannedServer
let clients: SwfClients
beforeEach(async () => {
  server = await CannedServer.start()
  clients = createClients(server.clientOptions)
})
afterEach(async () => {
  clients.destroy()
  await server.close()
})

const operations = ['RegisterDomain', 'RegisterWorkflowType', 'RegisterActivityType'] as const
const domainExists = fault('DomainAlreadyExistsFault')
const typeExists = fault('TypeAlreadyExistsFault')
const activityType = { domain: 'd', name: 'MyJobs.hello', version: '1.0' }

describe('the registration of the result types', () => {
  it("sends what the framework's own clients send, in their order, and no member more", async () => {
    for (const operation of operations) server.answer(operation, ok())
    await registerResultTypes(clients.answer, 'FlowDefault')
    expect(server.requests.map(({ operation, body }) => [operation, body])).toEqual([
      ['RegisterDomain', capturedDomain.first.request],
      ['RegisterWorkflowType', capturedTypes.workflow.request],
      ['RegisterActivityType', capturedTypes.resultActivity.request],
    ])
  })

  it('takes what exists already', async () => {
    server
      .answer('RegisterDomain', domainExists)
      .answer('RegisterWorkflowType', typeExists)
      .answer('RegisterActivityType', typeExists)
    await registerResultTypes(clients.answer, 'FlowDefault')
    expect(server.requests.map(({ operation }) => operation)).toEqual(operations)
  })

  it('succeeds for five who do it at once', async () => {
    server
      .answer('RegisterDomain', ok(), domainExists)
      .answer('RegisterWorkflowType', ok(), typeExists)
      .answer('RegisterActivityType', ok(), typeExists)
    await Promise.all(Array.from({ length: 5 }, () => registerResultTypes(clients.answer, 'FlowDefault')))
    for (const operation of operations) expect(server.requestsOf(operation)).toHaveLength(5)
  })

  it('outlasts throttling and a lost answer', async () => {
    server
      .answer('RegisterDomain', fault('ThrottlingException'), ok())
      .answer('RegisterWorkflowType', reset, typeExists)
      .answer('RegisterActivityType', ok())
    await registerResultTypes(clients.answer, 'FlowDefault')
    expect(server.requestsOf('RegisterActivityType')).toHaveLength(1)
  })

  it('stops at what refuses it', async () => {
    server.answer('RegisterDomain', domainExists).answer('RegisterWorkflowType', fault('DomainDeprecatedFault'))
    await expect(registerResultTypes(clients.answer, 'FlowDefault')).rejects.toMatchObject({ name: 'DomainDeprecatedFault' })
    expect(server.requestsOf('RegisterActivityType')).toHaveLength(0)
  })
})

describe('registering one thing', () => {
  it('tells whether it was new', async () => {
    server.answer('RegisterDomain', ok(), domainExists).answer('RegisterWorkflowType', ok(), typeExists)
    const domain = { name: 'd', workflowExecutionRetentionPeriodInDays: '7' }
    const workflowType = { domain: 'd', name: 'w', version: '1' }
    expect(await registerDomain(clients.answer, domain)).toBe(true)
    expect(await registerDomain(clients.answer, domain)).toBe(false)
    expect(await registerWorkflowType(clients.answer, workflowType)).toBe(true)
    expect(await registerWorkflowType(clients.answer, workflowType)).toBe(false)
  })

  it('tells what there is of an activity type that exists', async () => {
    server
      .answer('RegisterActivityType', ok(), typeExists)
      .answer(
        'DescribeActivityType',
        ok({ typeInfo: { status: 'DEPRECATED' }, configuration: { defaultTaskList: { name: 'x' } } }),
      )
    expect(await registerActivityType(clients.answer, activityType)).toBeUndefined()
    expect(await registerActivityType(clients.answer, activityType)).toMatchObject({
      typeInfo: { status: 'DEPRECATED' },
      configuration: { defaultTaskList: { name: 'x' } },
    })
    expect(server.requestsOf('DescribeActivityType')[0]?.body).toEqual({
      domain: 'd',
      activityType: { name: 'MyJobs.hello', version: '1.0' },
    })
  })
})
