import type { StartErrorCode } from '../../errors/index.js'

/**
 * What the caller does after a fault.
 * - `retry`: repeat the request immediately, and back off if that fails too
 * - `back-off`: repeat the request after a delay
 * - `register`: register the unknown domain or type, then repeat the request
 * - `refresh-credentials`: ask for new credentials, then repeat the request; give up after a while
 * - `drop`: go on without the task or execution, which no longer exists
 * - `give-up`: stop, since no repetition can help
 */
export type FaultAction = 'retry' | 'back-off' | 'register' | 'refresh-credentials' | 'drop' | 'give-up'

interface FaultRow {
  readonly action: FaultAction
  /** The code of a StartError for this fault. */
  readonly code: StartErrorCode
  /** Whether SWF may have carried out the request although no good answer came. It is true in case of doubt. */
  readonly mayHaveTakenEffect: boolean
  readonly reason: string
}

/** Every kind of fault. To add a kind, add a row here and its names below. */
export const FAULT_ROWS = {
  unreachable: row('back-off', 'ERR_RESULT_UNREACHABLE', false, 'nothing answers at the endpoint'),
  noDescriptors: row('back-off', 'ERR_RESULT_START', false, 'this process or machine can open no more connections and files'),
  busy: row('back-off', 'ERR_RESULT_START', false, 'too many requests of this process wait for their turn'),
  unknownHost: row('back-off', 'ERR_RESULT_UNREACHABLE', false, 'the host name of the endpoint cannot be resolved'),
  insecure: row('back-off', 'ERR_RESULT_UNREACHABLE', false, 'no secure connection to the endpoint could be made'),
  badEndpoint: row('give-up', 'ERR_RESULT_UNREACHABLE', false, 'the endpoint is not a URL'),
  notSwf: row('back-off', 'ERR_RESULT_UNREACHABLE', true, 'what answers at the endpoint is not SWF'),
  connectionLost: row('retry', 'ERR_RESULT_UNREACHABLE', true, 'the connection broke before the whole answer had come'),
  timedOut: row('retry', 'ERR_RESULT_UNREACHABLE', true, 'no answer came in time'),
  aborted: row('retry', 'ERR_RESULT_START', true, 'the request was aborted by this process'),
  serverError: row('back-off', 'ERR_RESULT_START', true, 'SWF has an internal problem'),
  throttled: row('back-off', 'ERR_RESULT_START', false, 'SWF takes no more requests of this kind at this moment'),
  limitExceeded: row('back-off', 'ERR_RESULT_START', false, 'a limit of the account or domain is reached'),
  noRegion: row('give-up', 'ERR_RESULT_REGION', false, 'there is no usable region'),
  noCredentials: row('refresh-credentials', 'ERR_RESULT_CREDENTIALS', false, 'no usable credentials were found'),
  badCredentials: row('refresh-credentials', 'ERR_RESULT_CREDENTIALS', false, 'AWS does not accept the credentials'),
  expiredCredentials: row('refresh-credentials', 'ERR_RESULT_CREDENTIALS', false, 'the credentials have expired'),
  clockSkew: row('retry', 'ERR_RESULT_CREDENTIALS', false, 'the clock of this machine is wrong, so AWS refuses the signature'),
  denied: row('give-up', 'ERR_RESULT_ACCESS_DENIED', false, 'the credentials are good, but a policy denies the operation'),
  notRegistered: row('register', 'ERR_RESULT_NOT_REGISTERED', false, 'the domain or type is not registered'),
  gone: row('drop', 'ERR_RESULT_NOT_REGISTERED', false, 'the task or execution is no longer there'),
  domainDeprecated: row('give-up', 'ERR_RESULT_DOMAIN_DEPRECATED', false, 'the domain is deprecated'),
  typeDeprecated: row('give-up', 'ERR_RESULT_TYPE_DEPRECATED', false, 'the type is deprecated'),
  alreadyThere: row('give-up', 'ERR_RESULT_START', false, 'something with this name or id exists already'),
  refused: row('give-up', 'ERR_RESULT_START', false, 'SWF does not accept the request'),
  unexpected: row('back-off', 'ERR_RESULT_START', true, 'something unexpected went wrong'),
} satisfies Readonly<Record<string, FaultRow>>

export type FaultKind = keyof typeof FAULT_ROWS

/** A successful response lacks what SWF's responses have, so something else answers at the endpoint. The table knows the error by its name. */
export class NotSwfError extends Error {
  override readonly name = 'NotSwfError'
}

/** The kind of a fault by the name that SWF, AWS's front end or the SDK gives the error. */
export const KIND_OF_NAME: ReadonlyMap<string, FaultKind> = byName({
  busy: ['BusyError'],
  notSwf: ['NotSwfError'],
  notRegistered: ['UnknownResourceFault'],
  domainDeprecated: ['DomainDeprecatedFault'],
  typeDeprecated: ['TypeDeprecatedFault'],
  limitExceeded: ['LimitExceededFault'],
  alreadyThere: ['DomainAlreadyExistsFault', 'TypeAlreadyExistsFault', 'WorkflowExecutionAlreadyStartedFault'],
  refused: [
    'DefaultUndefinedFault',
    'TooManyTagsFault',
    'TypeNotDeprecatedFault',
    'ValidationException',
    'ValidationError',
    'SerializationException',
    'UnknownOperationException',
    'InvalidAction',
    'RequestEntityTooLargeException',
  ],
  denied: ['OperationNotPermittedFault', 'AccessDeniedException', 'AccessDenied', 'NotAuthorized', 'OptInRequired'],
  throttled: [
    'ThrottlingException',
    'Throttling',
    'ThrottledException',
    'TooManyRequestsException',
    'RequestLimitExceeded',
    'RequestThrottled',
    'RequestThrottledException',
    'SlowDown',
    'BandwidthLimitExceeded',
  ],
  noCredentials: [
    'CredentialsProviderError',
    'TokenProviderError',
    'MissingAuthenticationToken',
    'MissingAuthenticationTokenException',
  ],
  badCredentials: [
    'UnrecognizedClientException',
    'InvalidClientTokenId',
    'InvalidSignatureException',
    'SignatureDoesNotMatch',
    'IncompleteSignature',
    'IncompleteSignatureException',
    'AuthFailure',
  ],
  expiredCredentials: ['ExpiredTokenException', 'ExpiredToken'],
  clockSkew: ['RequestExpired', 'RequestTimeTooSkewed', 'RequestInTheFuture'],
  aborted: ['AbortError'],
  timedOut: ['TimeoutError', 'RequestTimeout', 'RequestTimeoutException'],
})

/** The kinds by the `code` of Node's own errors. A failed `connect` is `unreachable` whatever its code is, unless descriptors ran out. */
export const KIND_OF_SYSTEM_CODE: ReadonlyMap<string, FaultKind> = byName({
  unreachable: ['ECONNREFUSED'],
  noDescriptors: ['EMFILE', 'ENFILE'],
  unknownHost: ['ENOTFOUND', 'EAI_AGAIN'],
  insecure: [
    'EPROTO',
    'CERT_HAS_EXPIRED',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ],
  badEndpoint: ['ERR_INVALID_URL'],
  connectionLost: ['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'EHOSTUNREACH', 'ENETUNREACH'],
  timedOut: ['ETIMEDOUT'],
})

/** The kinds by the message of the SDK, where its error has neither a name nor a code. */
export const KIND_OF_MESSAGE: ReadonlyArray<readonly [RegExp, FaultKind]> = [
  [/region is missing|missing region|region not accepted/i, 'noRegion'],
  [/credential object is not valid/i, 'noCredentials'],
]

/** The kinds by HTTP status, where nothing better is known: the error page of a proxy names no fault. 5xx is `serverError`. */
export const KIND_OF_STATUS: ReadonlyMap<number, FaultKind> = new Map<number, FaultKind>([
  [200, 'notSwf'],
  [401, 'notSwf'],
  [403, 'notSwf'],
  [404, 'notSwf'],
  [405, 'notSwf'],
  [408, 'timedOut'],
  [413, 'refused'],
  [429, 'throttled'],
])

/**
 * The kinds by HTTP status, where AWS gave the fault a name that is not listed above. AWS always names a fault when it refuses a
 * request. A refusal without a name comes from a proxy, and a proxy that refuses for a moment must not end a service.
 */
export const KIND_OF_STATUS_WITH_NAME: ReadonlyMap<number, FaultKind> = new Map<number, FaultKind>([
  [401, 'badCredentials'],
  [403, 'denied'],
])

function row(action: FaultAction, code: StartErrorCode, mayHaveTakenEffect: boolean, reason: string): FaultRow {
  return { action, code, mayHaveTakenEffect, reason }
}

function byName(names: { readonly [Kind in FaultKind]?: readonly string[] }): ReadonlyMap<string, FaultKind> {
  const kinds = new Map<string, FaultKind>()
  for (const kind of Object.keys(FAULT_ROWS).filter(isFaultKind)) for (const name of names[kind] ?? []) kinds.set(name, kind)
  return kinds
}

function isFaultKind(text: string): text is FaultKind {
  return text in FAULT_ROWS
}
