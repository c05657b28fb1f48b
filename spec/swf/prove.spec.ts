import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { StartError } from '../../lib/errors/index.js'
import { createClients } from '../../lib/swf/clients/create-clients.js'
import type { SwfConnection } from '../../lib/base/connection.js'
import {
  checkResultActivity,
  type ResultActivityCheck,
  type CheckOptions,
} from '../../lib/swf/registration/check-result-activity.js'
import { CannedServer, fault, ok, reset, text, type CannedAnswer } from '../support/canned-server.js'
import { ManualClock } from '../support/manual-clock.js'

let server: CannedServer
let clock: ManualClock
beforeEach(async () => {
  server = await CannedServer.start()
  clock = new ManualClock()
})
afterEach(() => server.close())

const known = ok({ typeInfo: { status: 'REGISTERED' }, configuration: {} })
const deprecated = ok({ typeInfo: { status: 'DEPRECATED' }, configuration: {} })
const unknownDomain = fault('UnknownResourceFault', 'Unknown domain: FlowDefault')
const denied = fault('AccessDeniedException', 'User: worker is not authorized')

async function prove(connection: SwfConnection = {}, options: Partial<CheckOptions> = {}): Promise<ResultActivityCheck> {
  const clients = createClients({ ...server.clientOptions, ...connection })
  const proving = checkResultActivity(clients.answer, { domain: 'FlowDefault', register: true, clock, ...options })
  let isOver = false
  const over = proving.then(
    () => (isOver = true),
    () => (isOver = true),
  )
  // Time passes whenever the proof waits, so that its repetitions take none of ours.
  const passTime = async (): Promise<void> => {
    await Promise.race([over, clock.timers()])
    if (isOver) return
    clock.advance(2_000)
    await passTime()
  }
  await passTime()
  clients.destroy()
  return proving
}

function registrations(answer: CannedAnswer): void {
  server.answer('RegisterDomain', answer).answer('RegisterWorkflowType', answer).answer('RegisterActivityType', answer)
}

describe('the proof of a start', () => {
  it('is one question about the result activity when all is well', async () => {
    server.answer('DescribeActivityType', known)
    expect(await prove()).toEqual({ registered: false, denied: false })
    expect(server.requests.map(({ operation, body }) => [operation, body])).toEqual([
      [
        'DescribeActivityType',
        { domain: 'FlowDefault', activityType: { name: 'FlowDefaultResultActivityRuby.run', version: '1.0' } },
      ],
    ])
  })

  it.each([
    ['domain', unknownDomain],
    ['type', fault('UnknownResourceFault', 'Unknown type: ActivityType=[name=FlowDefaultResultActivityRuby.run, version=1.0]')],
  ])('registers an unknown %s', async (_, answer) => {
    server.answer('DescribeActivityType', answer)
    registrations(ok())
    expect(await prove()).toEqual({ registered: true, denied: false })
    expect(server.requests).toHaveLength(4)
  })

  it('proves nothing when a policy denies the question', async () => {
    server.answer('DescribeActivityType', denied)
    expect(await prove()).toEqual({ registered: false, denied: true })
  })

  it.each([
    ['throttling', fault('ThrottlingException')],
    ['an internal failure', fault('InternalFailure', 'oh', 500)],
    ["a proxy's error page", text(503, '<html>')],
    ["a proxy's refusal", text(403, '<html>')],
    ['a reset', reset],
    ['LimitExceededFault', fault('LimitExceededFault')],
  ])('outlasts %s', async (_, answer) => {
    server.answer('DescribeActivityType', (_request, index) => (index < 2 ? answer : known))
    expect(await prove()).toEqual({ registered: false, denied: false })
  })

  it('gives up on lasting trouble after a few tries', async () => {
    server.answer('DescribeActivityType', fault('LimitExceededFault', 'too many'))
    await expect(prove()).rejects.toMatchObject({ code: 'ERR_RESULT_START', cause: { name: 'LimitExceededFault' } })
    expect(server.requests).toHaveLength(3)
  })
})

type Refusal = readonly [what: string, { readonly [operation: string]: CannedAnswer }, code: string, message: RegExp]

const refusals: readonly Refusal[] = [
  [
    'a deprecated domain',
    { DescribeActivityType: deprecated, DescribeDomain: ok({ domainInfo: { status: 'DEPRECATED' } }) },
    'ERR_RESULT_DOMAIN_DEPRECATED',
    /: the domain is deprecated\. Use another domain, or .*undeprecate-domain/,
  ],
  [
    'a deprecated type',
    { DescribeActivityType: deprecated, DescribeDomain: ok({ domainInfo: { status: 'REGISTERED' } }) },
    'ERR_RESULT_TYPE_DEPRECATED',
    /the activity type FlowDefaultResultActivityRuby\.run 1\.0 is deprecated\. .*undeprecate-activity-type/,
  ],
  [
    'a deprecation that a policy hides half of',
    { DescribeActivityType: deprecated, DescribeDomain: denied },
    'ERR_RESULT_TYPE_DEPRECATED',
    /1\.0 or its domain is deprecated/,
  ],
  [
    'a deprecated domain that lacks the type',
    {
      DescribeActivityType: unknownDomain,
      RegisterDomain: fault('DomainAlreadyExistsFault'),
      RegisterWorkflowType: fault('DomainDeprecatedFault'),
    },
    'ERR_RESULT_DOMAIN_DEPRECATED',
    /the domain is deprecated/,
  ],
  [
    'a registration that is denied',
    { DescribeActivityType: unknownDomain, RegisterDomain: denied },
    'ERR_RESULT_ACCESS_DENIED',
    /a policy denies the operation \(AccessDeniedException: User: worker is not authorized\)\. Allow .* IAM policy/,
  ],
  [
    'an unknown key',
    { DescribeActivityType: fault('UnrecognizedClientException', 'The security token is invalid') },
    'ERR_RESULT_CREDENTIALS',
    /AWS does not accept the credentials \(UnrecognizedClientException: .*\)\. Give valid ones/,
  ],
  [
    'expired credentials',
    { DescribeActivityType: fault('ExpiredTokenException') },
    'ERR_RESULT_CREDENTIALS',
    /the credentials have expired/,
  ],
  [
    'a wrong clock',
    { DescribeActivityType: fault('RequestExpired') },
    'ERR_RESULT_CREDENTIALS',
    /the clock of this machine is wrong.*Set the clock/,
  ],
  [
    'a server that is not SWF',
    { DescribeActivityType: text(404, '<html>') },
    'ERR_RESULT_UNREACHABLE',
    /what answers at the endpoint is not SWF/,
  ],
  [
    'a server that answers anything with an empty object',
    { DescribeActivityType: ok({}) },
    'ERR_RESULT_UNREACHABLE',
    /what answers at the endpoint is not SWF \(NotSwfError: it described the result activity without a status\)\. Is the endpoint right/,
  ],
  [
    'a proxy that refuses',
    { DescribeActivityType: text(403, '<html>Forbidden</html>') },
    'ERR_RESULT_UNREACHABLE',
    /what answers at the endpoint is not SWF \(status 403, SyntaxError: .*\)\. Is the endpoint right/,
  ],
]

describe('a start is refused, with what is wrong and what to do, for', () => {
  it.each(refusals)('%s', async (_, answers, code, message) => {
    for (const [operation, answer] of Object.entries(answers)) server.answer(operation, answer)
    const refused = prove({}, { endpoint: server.endpoint, region: 'us-east-1' })
    await expect(refused).rejects.toBeInstanceOf(StartError)
    await expect(refused).rejects.toMatchObject({ code })
    await expect(refused).rejects.toThrow(message)
    await expect(refused).rejects.toThrow(
      `ResultWorker could not start on domain "FlowDefault" in us-east-1 at ${server.endpoint}: `,
    )
  })

  const connections: ReadonlyArray<readonly [string, SwfConnection, string, RegExp]> = [
    [
      'nothing listening',
      { endpoint: 'http://127.0.0.1:1' },
      'ERR_RESULT_UNREACHABLE',
      /nothing answers at the endpoint \(connect ECONNREFUSED 127\.0\.0\.1:1\)\. Is the endpoint right \(`swf\.endpoint`/,
    ],
    ['an endpoint that is no URL', { endpoint: 'somewhere' }, 'ERR_RESULT_UNREACHABLE', /the endpoint is not a URL/],
    ['no region', { region: '' }, 'ERR_RESULT_REGION', /there is no usable region .*AWS_REGION/],
    [
      'no credentials',
      { credentials: undefined },
      'ERR_RESULT_CREDENTIALS',
      /no usable credentials were found .*AWS_ACCESS_KEY_ID/,
    ],
    [
      'a credentials function that fails',
      { credentials: () => Promise.reject(new Error('the vault is sealed')) },
      'ERR_RESULT_CREDENTIALS',
      /the vault is sealed/,
    ],
  ]
  it.each(connections)('%s', async (_, connection, code, message) => {
    const refused = prove(connection)
    await expect(refused).rejects.toMatchObject({ code })
    await expect(refused).rejects.toThrow(message)
  })

  it('what is not registered, if it may not register it: the error has the commands that do', async () => {
    server.answer('DescribeActivityType', unknownDomain)
    const refused = prove({}, { domain: "it's", register: false, endpoint: 'http://127.0.0.1:9', region: 'eu-west-1' })
    await expect(refused).rejects.toMatchObject({ code: 'ERR_RESULT_NOT_REGISTERED' })
    const error: unknown = await refused.catch((reason: unknown) => reason)
    const commands = String(error).match(/^ {2}aws swf .*$/gm) ?? []
    expect(commands.map((command) => command.split(' --cli')[0])).toEqual([
      '  aws swf register-domain --region eu-west-1 --endpoint-url http://127.0.0.1:9',
      '  aws swf register-workflow-type --region eu-west-1 --endpoint-url http://127.0.0.1:9',
      '  aws swf register-activity-type --region eu-west-1 --endpoint-url http://127.0.0.1:9',
    ])
    expect(commands[0]).toContain(String.raw`--cli-input-json '{"name":"it'\''s","workflowExecutionRetentionPeriodInDays":"7"}'`)
    expect(server.requests).toHaveLength(1)
  })
})
