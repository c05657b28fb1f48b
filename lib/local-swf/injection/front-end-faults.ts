import { SwfFault } from '../answers/faults.js'

/** How far the time of a signature may be from the server's time (documented). */
export const SIGNATURE_TOLERANCE_MS = 5 * 60_000

/** The documented statuses (API reference, Common Errors). Every other fault has the status 400, as in AWS's JSON services (reported). */
const STATUSES: ReadonlyMap<string, number> = new Map([
  ['InternalFailure', 500],
  ['RequestEntityTooLargeException', 413],
  ['RequestTimeoutException', 408],
  ['ServiceUnavailable', 503],
  ['ServiceUnavailableException', 503],
])

const NAME_SPACES: ReadonlyMap<string, string> = new Map([
  ['ThrottlingException', 'com.amazon.coral.availability'],
  ['ValidationException', 'com.amazon.coral.validate'],
])

/** Makes a fault of its bare name. It gets the name space and the status that it has in AWS. */
export function faultNamed(name: string, message: string): SwfFault {
  const modelled = name.endsWith('Fault') ? 'com.amazonaws.swf.base.model' : 'com.amazon.coral.service'
  return new SwfFault(`${NAME_SPACES.get(name) ?? modelled}#${name}`, message, STATUSES.get(name))
}

/** The text is reported. */
export const expiredToken = (): SwfFault =>
  faultNamed('ExpiredTokenException', 'The security token included in the request is expired')

/** The fault of a server whose time is `serverMs`, when a request is signed for a time too far from that. The texts are reported. */
export function signatureFault(signedMs: number, serverMs: number): SwfFault | undefined {
  const [earliestMs, latestMs] = [serverMs - SIGNATURE_TOLERANCE_MS, serverMs + SIGNATURE_TOLERANCE_MS]
  const [signed, earliest, server, latest] = [signedMs, earliestMs, serverMs, latestMs].map(amzDate)
  if (signedMs < earliestMs) {
    const text = `Signature expired: ${signed} is now earlier than ${earliest} (${server} - 5 min.)`
    return faultNamed('InvalidSignatureException', text)
  }
  if (signedMs > latestMs) {
    const text = `Signature not yet current: ${signed} is still later than ${latest} (${server} + 5 min.)`
    return faultNamed('InvalidSignatureException', text)
  }
  return undefined
}

/** The time of an `x-amz-date` header like 20270115T080000Z. Undefined when the header is missing or has another form. */
export function signedMsOf(header: string | undefined): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(header ?? '')
  if (!parts) return undefined
  const [, year, month, day, hour, minute, second] = parts.map(Number)
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second)
}

function amzDate(ms: number): string {
  return new Date(ms).toISOString().replaceAll(/[-:]|\.\d{3}/g, '')
}
