import type { SWF } from '@aws-sdk/client-swf'
import { sleep, type Clock } from '../../base/clock.js'
import type { StartError } from '../../errors/index.js'
import { RESULT_ACTIVITY } from '../../flow/names.js'
import { BackOff } from '../../base/back-off.js'
import { showUrl } from '../../base/message-texts.js'
import { classifyFault } from '../faults/classify-fault.js'
import { NotSwfError } from '../faults/fault-table.js'
import {
  defaultWorkflowRegistration,
  domainRegistration,
  isDomainDeprecated,
  registerResultTypes,
  resultActivityRegistration,
} from './registration.js'
import { startError, startErrorOf, type StartSubject } from '../faults/start-error.js'

/** What is checked, and whether it may be registered. */
export interface CheckOptions {
  readonly domain: string
  /** Whether what is missing is registered. */
  readonly register: boolean
  readonly clock: Clock
  /** Only for messages, as the endpoint is. */
  readonly region?: string | undefined
  readonly endpoint?: string | undefined
}

/** What the check has found. */
export interface ResultActivityCheck {
  /** The domain or the type was unknown, and is registered now. */
  readonly registered: boolean
  /** Whether a narrow policy denies the request. Nothing is proved then, and the first poll has to prove it. */
  readonly denied: boolean
}

/** The client makes retries of its own within each attempt. All together take a few seconds. */
const ATTEMPTS = 3
const BACK_OFF = { baseMs: 500, capMs: 2_000 }
/** How long one request may take. To someone who waits for a start, a server that takes longer is as good as silent. */
const REQUEST_TIMEOUT_MS = 3_000

/**
 * Asks SWF for the result activity. This is the cheapest request that shows whether endpoint, region, credentials, policy, domain
 * and type are right.
 *
 * @throws StartError if one of them is wrong
 */
export async function checkResultActivity(client: SWF, options: CheckOptions): Promise<ResultActivityCheck> {
  const subject: StartSubject = { who: 'ResultWorker', ...options }
  try {
    const status = await resultActivityStatus(client, options)
    if (status === 'DEPRECATED') throw await deprecation(client, options.domain, subject)
    if (status === 'DENIED') return { registered: false, denied: true }
    if (status !== 'UNKNOWN') return { registered: false, denied: false }
    if (!options.register) throw notRegistered(options, subject)
    await registerResultTypes(client, options.domain, options.clock)
    return { registered: true, denied: false }
  } catch (error) {
    throw startErrorOf(error, subject)
  }
}

type Status = 'REGISTERED' | 'DEPRECATED' | 'UNKNOWN' | 'DENIED'

async function resultActivityStatus(client: SWF, { domain, clock }: CheckOptions): Promise<Status> {
  const { name, version } = RESULT_ACTIVITY
  const backOff = new BackOff(BACK_OFF)
  for (;;) {
    try {
      const { typeInfo } = await client.describeActivityType(
        { domain, activityType: { name, version } },
        { requestTimeout: REQUEST_TIMEOUT_MS },
      )
      if (!typeInfo?.status) throw new NotSwfError('it described the result activity without a status')
      return typeInfo.status
    } catch (error) {
      const { action, kind } = classifyFault(error)
      if (action === 'register' || action === 'drop') return 'UNKNOWN'
      if (kind === 'denied') return 'DENIED'
      const delayMs = backOff.fail()
      const passes = action === 'back-off' || kind === 'connectionLost' || kind === 'clockSkew'
      if (!passes || backOff.failures === ATTEMPTS) throw error
      await sleep(delayMs, clock)
    }
  }
}

/** SWF describes a type as DEPRECATED if the type itself is deprecated, and also if its domain is. */
async function deprecation(client: SWF, domain: string, subject: StartSubject): Promise<StartError> {
  const { name, version } = RESULT_ACTIVITY
  const activityType = `the activity type ${name} ${version}`
  try {
    return (await isDomainDeprecated(client, domain))
      ? startError('ERR_RESULT_DOMAIN_DEPRECATED', subject, 'the domain is deprecated')
      : startError('ERR_RESULT_TYPE_DEPRECATED', subject, `${activityType} is deprecated`)
  } catch {
    // A policy may deny this request too. It is still certain that one of the two is deprecated.
    return startError('ERR_RESULT_TYPE_DEPRECATED', subject, `${activityType} or its domain is deprecated`)
  }
}

function notRegistered({ domain, endpoint, region }: CheckOptions, subject: StartSubject): StartError {
  const where = `${region ? ` --region ${region}` : ''}${endpoint ? ` --endpoint-url ${showUrl(endpoint)}` : ''}`
  const command = (name: string, input: object): string =>
    `  aws swf ${name}${where} --cli-input-json '${JSON.stringify(input).replaceAll("'", String.raw`'\''`)}'`
  const advice = [
    'To register what is missing, run:',
    command('register-domain', domainRegistration(domain)),
    command('register-workflow-type', defaultWorkflowRegistration(domain)),
    command('register-activity-type', resultActivityRegistration(domain)),
  ].join('\n')
  const reason = 'the domain or the result activity type is not registered, and `register: false` leaves it so'
  return startError('ERR_RESULT_NOT_REGISTERED', subject, reason, { advice })
}
