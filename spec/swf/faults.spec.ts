import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StartErrorCode } from '../../lib/errors/index.js'
import { createClients } from '../../lib/swf/clients/create-clients.js'
import type { SwfConnection } from '../../lib/base/connection.js'
import type { FaultAction, FaultKind } from '../../lib/swf/faults/fault-table.js'
import { classifyFault } from '../../lib/swf/faults/classify-fault.js'
import { CannedServer, fault, half, ok, reset, text, type CannedAnswer } from '../support/canned-server.js'

let server: CannedServer
beforeAll(async () => {
  server = await CannedServer.start()
})
afterAll(() => server.close())

/** The error of one real poll. */
async function errorOfPoll(answer: CannedAnswer, connection: SwfConnection = {}, signal?: AbortSignal): Promise<unknown> {
  server.answer('PollForActivityTask', answer)
  const clients = createClients({ ...server.clientOptions, ...connection })
  const options = signal ? { abortSignal: signal } : {}
  const poll = clients.poll.pollForActivityTask({ domain: 'd', taskList: { name: 'l' } }, options)
  const error: unknown = await poll.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  clients.destroy()
  if (error === undefined) throw new Error('the poll was expected to fail')
  return error
}

type Row = readonly [what: string, CannedAnswer, FaultKind, FaultAction, StartErrorCode, effect: boolean]

const answers: readonly Row[] = [
  ['an unknown domain', unknown('Unknown domain: x'), 'notRegistered', 'register', 'ERR_RESULT_NOT_REGISTERED', false],
  [
    'an unknown type',
    unknown('Unknown type: ActivityType=[name=x, version=1]'),
    'notRegistered',
    'register',
    'ERR_RESULT_NOT_REGISTERED',
    false,
  ],
  ['a closed task', unknown('Unknown activity, scheduledEventId = 5'), 'gone', 'drop', 'ERR_RESULT_NOT_REGISTERED', false],
  ['an unknown execution', unknown('Unknown execution: x'), 'gone', 'drop', 'ERR_RESULT_NOT_REGISTERED', false],
  ['LimitExceededFault', fault('LimitExceededFault'), 'limitExceeded', 'back-off', 'ERR_RESULT_START', false],
  ['ThrottlingException', fault('ThrottlingException', 'Rate exceeded'), 'throttled', 'back-off', 'ERR_RESULT_START', false],
  [
    'throttling with a status of 503',
    fault('ThrottlingException', 'Rate exceeded', 503),
    'throttled',
    'back-off',
    'ERR_RESULT_START',
    false,
  ],
  ['a 429 without a name', text(429, ''), 'throttled', 'back-off', 'ERR_RESULT_START', false],
  ['an internal failure', fault('InternalFailure', 'oh', 500), 'serverError', 'back-off', 'ERR_RESULT_START', true],
  ['unavailability', fault('ServiceUnavailableException', 'oh', 503), 'serverError', 'back-off', 'ERR_RESULT_START', true],
  ["a proxy's 502", text(502, '<html>Bad Gateway</html>'), 'serverError', 'back-off', 'ERR_RESULT_START', true],
  ['a reset connection', reset, 'connectionLost', 'retry', 'ERR_RESULT_UNREACHABLE', true],
  [
    'half an answer',
    half({ taskToken: 'token', input: 'x'.repeat(500) }),
    'connectionLost',
    'retry',
    'ERR_RESULT_UNREACHABLE',
    true,
  ],
  ['a web page', text(200, '<html>Welcome</html>'), 'notSwf', 'back-off', 'ERR_RESULT_UNREACHABLE', true],
  ['a 404', text(404, 'not here'), 'notSwf', 'back-off', 'ERR_RESULT_UNREACHABLE', true],
  ['a 408', text(408, ''), 'timedOut', 'retry', 'ERR_RESULT_UNREACHABLE', true],
  ['AccessDeniedException', fault('AccessDeniedException'), 'denied', 'give-up', 'ERR_RESULT_ACCESS_DENIED', false],
  ['OperationNotPermittedFault', fault('OperationNotPermittedFault'), 'denied', 'give-up', 'ERR_RESULT_ACCESS_DENIED', false],
  [
    'an unknown key',
    fault('UnrecognizedClientException'),
    'badCredentials',
    'refresh-credentials',
    'ERR_RESULT_CREDENTIALS',
    false,
  ],
  [
    'a wrong signature',
    fault('InvalidSignatureException'),
    'badCredentials',
    'refresh-credentials',
    'ERR_RESULT_CREDENTIALS',
    false,
  ],
  [
    'half a signature',
    fault('IncompleteSignatureException'),
    'badCredentials',
    'refresh-credentials',
    'ERR_RESULT_CREDENTIALS',
    false,
  ],
  [
    'no signature',
    fault('MissingAuthenticationTokenException'),
    'noCredentials',
    'refresh-credentials',
    'ERR_RESULT_CREDENTIALS',
    false,
  ],
  [
    'an expired token',
    fault('ExpiredTokenException'),
    'expiredCredentials',
    'refresh-credentials',
    'ERR_RESULT_CREDENTIALS',
    false,
  ],
  [
    'a signature from the past',
    fault('InvalidSignatureException', 'Signature expired: …'),
    'clockSkew',
    'retry',
    'ERR_RESULT_CREDENTIALS',
    false,
  ],
  ['a request from the future', fault('RequestInTheFuture'), 'clockSkew', 'retry', 'ERR_RESULT_CREDENTIALS', false],
  ['DomainDeprecatedFault', fault('DomainDeprecatedFault'), 'domainDeprecated', 'give-up', 'ERR_RESULT_DOMAIN_DEPRECATED', false],
  ['TypeDeprecatedFault', fault('TypeDeprecatedFault'), 'typeDeprecated', 'give-up', 'ERR_RESULT_TYPE_DEPRECATED', false],
  ['DomainAlreadyExistsFault', fault('DomainAlreadyExistsFault'), 'alreadyThere', 'give-up', 'ERR_RESULT_START', false],
  ['TypeAlreadyExistsFault', fault('TypeAlreadyExistsFault'), 'alreadyThere', 'give-up', 'ERR_RESULT_START', false],
  ['an open execution', fault('WorkflowExecutionAlreadyStartedFault'), 'alreadyThere', 'give-up', 'ERR_RESULT_START', false],
  ['DefaultUndefinedFault', fault('DefaultUndefinedFault'), 'refused', 'give-up', 'ERR_RESULT_START', false],
  ['TypeNotDeprecatedFault', fault('TypeNotDeprecatedFault'), 'refused', 'give-up', 'ERR_RESULT_START', false],
  ['TooManyTagsFault', fault('TooManyTagsFault'), 'refused', 'give-up', 'ERR_RESULT_START', false],
  [
    'ValidationException',
    fault('ValidationException', '1 validation error detected'),
    'refused',
    'give-up',
    'ERR_RESULT_START',
    false,
  ],
  ['an unknown operation', fault('UnknownOperationException'), 'refused', 'give-up', 'ERR_RESULT_START', false],
  ['a body too large', text(413, 'too large'), 'refused', 'give-up', 'ERR_RESULT_START', false],
  ['a fault of tomorrow', fault('NovelException'), 'unexpected', 'back-off', 'ERR_RESULT_START', true],
]

function timeout(message: string, more: object = {}): Error {
  return Object.assign(new Error(message), { name: 'TimeoutError', ...more })
}

function unknown(message: string): CannedAnswer {
  return fault('UnknownResourceFault', message)
}

describe('the fault table, for what the SDK makes of real answers', () => {
  it.each(answers)('has a row for %s', async (_, answer, kind, action, code, effect) => {
    expect(classifyFault(await errorOfPoll(answer))).toMatchObject({ kind, action, code, mayHaveTakenEffect: effect })
  })

  const connections: ReadonlyArray<readonly [string, SwfConnection, FaultKind, FaultAction, StartErrorCode]> = [
    ['nothing listening', { endpoint: 'http://127.0.0.1:1' }, 'unreachable', 'back-off', 'ERR_RESULT_UNREACHABLE'],
    [
      'a host that no name server has',
      { endpoint: `http://${'x'.repeat(64)}.invalid` },
      'unknownHost',
      'back-off',
      'ERR_RESULT_UNREACHABLE',
    ],
    ['an endpoint that is no URL', { endpoint: 'somewhere' }, 'badEndpoint', 'give-up', 'ERR_RESULT_UNREACHABLE'],
    ['a region that is no host name', { region: 'moon base' }, 'noRegion', 'give-up', 'ERR_RESULT_REGION'],
    [
      'a credentials function that rejects',
      { credentials: () => Promise.reject(new Error('the vault is sealed')) },
      'noCredentials',
      'refresh-credentials',
      'ERR_RESULT_CREDENTIALS',
    ],
    [
      'a credentials function that gives empty ones',
      { credentials: () => Promise.resolve({ accessKeyId: '', secretAccessKey: '' }) },
      'noCredentials',
      'refresh-credentials',
      'ERR_RESULT_CREDENTIALS',
    ],
  ]

  it.each(connections)('knows that nothing was sent, for %s', async (_, connection, kind, action, code) => {
    const error = await errorOfPoll(ok(), connection)
    expect(classifyFault(error)).toMatchObject({ kind, action, code, mayHaveTakenEffect: false })
  })

  it('has a row for TLS spoken to a server without it', async () => {
    const error = await errorOfPoll(ok(), { endpoint: server.endpoint.replace('http:', 'https:') })
    expect(classifyFault(error)).toMatchObject({ kind: 'insecure', action: 'back-off', mayHaveTakenEffect: false })
  })

  it('has rows for no region and no credentials anywhere', async () => {
    const { endpoint } = server
    const nowhere = createClients({ endpoint, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } })
    const nobody = createClients({ endpoint, region: 'us-east-1' })
    const noRegion: unknown = await nowhere.answer
      .listDomains({ registrationStatus: 'REGISTERED' })
      .catch((error: unknown) => error)
    const noCredentials: unknown = await nobody.answer
      .listDomains({ registrationStatus: 'REGISTERED' })
      .catch((error: unknown) => error)
    expect(classifyFault(noRegion)).toMatchObject({ kind: 'noRegion', code: 'ERR_RESULT_REGION' })
    expect(classifyFault(noCredentials)).toMatchObject({ kind: 'noCredentials', code: 'ERR_RESULT_CREDENTIALS' })
  })

  it('has a row for a request that this process aborted', async () => {
    const error = await errorOfPoll({ kind: 'hang' }, {}, AbortSignal.abort())
    expect(classifyFault(error)).toMatchObject({ kind: 'aborted', mayHaveTakenEffect: true })
  })

  it('tells a connection that never came about from an answer that never came', () => {
    const connection = timeout(
      'the request socket did not establish a connection with the server within the configured timeout of 5000 ms.',
    )
    const connect = timeout('connect ETIMEDOUT 192.0.2.1:443', { code: 'ETIMEDOUT', syscall: 'connect' })
    const request = timeout('a request has exceeded the configured 75000 ms requestTimeout.', { code: 'ETIMEDOUT' })
    const socket = timeout('the request socket timed out after 75000 ms of inactivity')
    const allAddresses = Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' })
    expect([connection, connect, allAddresses, request, socket].map((error) => classifyFault(error).mayHaveTakenEffect)).toEqual([
      false,
      false,
      false,
      true,
      true,
    ])
  })
})

describe('a fault', () => {
  it('names the fault, says why in one line, and keeps the error', async () => {
    const error = await errorOfPoll(text(502, '<html>\n</html>'))
    const { reason, cause } = classifyFault(error)
    expect(reason).toMatch(/^SWF has an internal problem \(SyntaxError: .*\)$/)
    expect(cause).toBe(error)
    expect(classifyFault(await errorOfPoll(fault('ThrottlingException', 'Rate exceeded')))).toMatchObject({
      name: 'ThrottlingException',
      reason: 'SWF takes no more requests of this kind at this moment (ThrottlingException: Rate exceeded)',
    })
    expect(classifyFault(await errorOfPoll(reset)).name).toBe('ECONNRESET')
  })

  it.each([['text'], [undefined], [null], [{ name: 'ThrottlingException' }], [new Error('')], [Object.create(null)]])(
    'is made of anything thrown: %o',
    (thrown) => {
      expect(classifyFault(thrown)).toMatchObject({ kind: 'unexpected', action: 'back-off', cause: thrown })
    },
  )
})
