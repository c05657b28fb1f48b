import type { FaultKind } from '../../lib/swf/faults/fault-table.js'

function named(name: string, message = name): Error {
  return Object.assign(new Error(message), { name })
}

/** An error of each kind, as the SDK throws it: `faults.spec.ts` has them from real answers. */
export const ERRORS_OF_KINDS: Readonly<Record<FaultKind, Error>> = {
  unreachable: Object.assign(new Error('connect'), { code: 'ECONNREFUSED', syscall: 'connect' }),
  noDescriptors: Object.assign(new Error('connect EMFILE 127.0.0.1:1'), { code: 'EMFILE', syscall: 'connect' }),
  busy: named('BusyError'),
  unknownHost: Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }),
  insecure: Object.assign(new Error('tls'), { code: 'CERT_HAS_EXPIRED' }),
  badEndpoint: Object.assign(new Error('Invalid URL'), { code: 'ERR_INVALID_URL' }),
  notSwf: Object.assign(named('SyntaxError', 'Unexpected token <'), { $metadata: { httpStatusCode: 200 } }),
  connectionLost: Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }),
  timedOut: named('TimeoutError'),
  aborted: named('AbortError'),
  serverError: Object.assign(named('InternalFailure'), { $metadata: { httpStatusCode: 500 } }),
  throttled: named('ThrottlingException', 'Rate exceeded'),
  limitExceeded: named('LimitExceededFault'),
  noRegion: new Error('Region is missing'),
  noCredentials: named('CredentialsProviderError'),
  badCredentials: named('UnrecognizedClientException'),
  expiredCredentials: named('ExpiredTokenException'),
  clockSkew: named('RequestExpired'),
  denied: named('AccessDeniedException'),
  notRegistered: named('UnknownResourceFault', 'Unknown domain: d'),
  gone: named('UnknownResourceFault', 'Unknown execution: e'),
  domainDeprecated: named('DomainDeprecatedFault'),
  typeDeprecated: named('TypeDeprecatedFault'),
  alreadyThere: named('TypeAlreadyExistsFault'),
  refused: named('ValidationException'),
  unexpected: named('NovelException'),
}
