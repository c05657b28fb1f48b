import { StartError, type StartErrorCode } from '../../errors/index.js'
import { showUrl, thrownText } from '../../base/message-texts.js'
import type { FaultKind } from './fault-table.js'
import { classifyFault, type Fault } from './classify-fault.js'

/** What was being started, as far as it is known. The message of a StartError names it. */
export interface StartSubject {
  readonly who: 'ResultWorker' | 'JobWorker'
  readonly endpoint?: string | undefined
  readonly region?: string | undefined
  readonly domain?: string | undefined
}

/** What a person can do about a StartError, by its code. Some kinds of faults have advice of their own instead. */
const ADVICE: Readonly<Record<StartErrorCode, string>> = {
  ERR_RESULT_UNREACHABLE:
    'Is the endpoint right (`swf.endpoint`, AWS_ENDPOINT_URL_SWF), does its server run, and can this machine reach it?',
  ERR_RESULT_REGION: 'Set a region that has SWF, like us-east-1: `swf: { region }`, AWS_REGION or the AWS profile.',
  ERR_RESULT_CREDENTIALS:
    'Give valid credentials: `swf: { credentials }`, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, an AWS profile or a role.',
  ERR_RESULT_ACCESS_DENIED: 'Allow these credentials the swf: actions on the domain, in their IAM policy.',
  ERR_RESULT_DOMAIN_DEPRECATED: 'Use another domain, or make this one usable again: aws swf undeprecate-domain.',
  ERR_RESULT_TYPE_DEPRECATED:
    'Make the type usable again (aws swf undeprecate-activity-type, undeprecate-workflow-type), or use another domain.',
  ERR_RESULT_TYPE_CONFLICT: 'Give the class of activities another name, or use another domain.',
  ERR_RESULT_NOT_REGISTERED: 'Register what is missing, or leave out `register: false`.',
  ERR_RESULT_DATA_CONVERTER: 'Set `dataConverter` to "yaml", "json" or the URL of a module that can be imported here.',
  ERR_RESULT_THREAD: 'The fault is in this library or in its installation.',
  ERR_RESULT_START: 'Try again later.',
}

/** What a person can do about a kind of fault, where the advice for its code would not help. */
const ADVICE_OF_KIND: ReadonlyMap<FaultKind, string> = new Map<FaultKind, string>([
  ['clockSkew', 'Set the clock of this machine.'],
  ['noDescriptors', 'Close what is open and no longer needed, or raise the limit (`ulimit -n`).'],
  ['refused', 'Trying again does not help: SWF finds the request itself wrong.'],
])

/** Makes a StartError of any error. A StartError is returned as it is. */
export function startErrorOf(error: unknown, subject: StartSubject): StartError {
  if (error instanceof StartError) return error
  const fault = classifyFault(error)
  const code = codeOf(fault)
  const advice = ADVICE_OF_KIND.get(fault.kind) ?? ADVICE[code]
  const message = `${subject.who} could not start ${placeOf(subject)}: ${fault.reason}. ${advice}`
  return new StartError(code, message, { cause: error })
}

/** Makes a StartError in the same form for a reason that did not come from SWF. */
export function startError(
  code: StartErrorCode,
  subject: StartSubject,
  reason: string,
  { advice = ADVICE[code], cause }: { readonly advice?: string; readonly cause?: unknown } = {},
): StartError {
  return new StartError(code, `${subject.who} could not start ${placeOf(subject)}: ${reason}. ${advice}`, { cause })
}

/**
 * Waits for something else that a start needs, and makes a StartError of its failure.
 *
 * @throws StartError with `code` if `needed` rejects
 */
export async function requireForStart<T>(code: StartErrorCode, subject: StartSubject, needed: Promise<T>): Promise<T> {
  try {
    return await needed
  } catch (cause) {
    throw startError(code, subject, thrownText(cause), { cause })
  }
}

function codeOf({ kind, code, cause }: Fault): StartErrorCode {
  // The name of an AWS host is made from the region. If the name is unknown, the region is misspelt or has no SWF.
  return kind === 'unknownHost' && thrownText(cause).includes('.amazonaws.com') ? 'ERR_RESULT_REGION' : code
}

function placeOf({ domain, region, endpoint }: StartSubject): string {
  const places = [
    domain !== undefined && `on domain "${domain}"`,
    region !== undefined && `in ${region}`,
    endpoint !== undefined && `at ${showUrl(endpoint)}`,
  ]
  return places.filter((place) => place !== false).join(' ') || 'on SWF'
}
