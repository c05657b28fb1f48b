import type {
  ActivityTypeDetail,
  RegisterActivityTypeInput,
  RegisterDomainInput,
  RegisterWorkflowTypeInput,
  SWF,
} from '@aws-sdk/client-swf'
import { systemClock, type Clock } from '../../base/clock.js'
import { DEFAULT_WORKFLOW, DOMAIN_RETENTION_DAYS, RESULT_ACTIVITY } from '../../flow/names.js'
import { classifyFault } from '../faults/classify-fault.js'
import { retryThrottled } from './retry-throttled.js'

/** How long registrations go on while SWF throttles them, in ms. It is less than the time that a thread has to begin. */
const PATIENCE_MS = 30_000

/** The domain as the framework's own clients register it. */
export const domainRegistration = (domain: string): RegisterDomainInput => ({
  name: domain,
  workflowExecutionRetentionPeriodInDays: DOMAIN_RETENTION_DAYS,
})

/**
 * Exactly these members and no more: a registered default can never be changed, and Ruby workers stop if one differs from theirs.
 */
export const defaultWorkflowRegistration = (domain: string): RegisterWorkflowTypeInput => ({
  domain,
  name: DEFAULT_WORKFLOW.name,
  version: DEFAULT_WORKFLOW.version,
  defaultTaskList: { name: DEFAULT_WORKFLOW.taskList },
  defaultChildPolicy: DEFAULT_WORKFLOW.childPolicy,
  defaultTaskPriority: DEFAULT_WORKFLOW.taskPriority,
  defaultTaskStartToCloseTimeout: DEFAULT_WORKFLOW.taskStartToCloseTimeout,
  defaultExecutionStartToCloseTimeout: DEFAULT_WORKFLOW.executionStartToCloseTimeout,
})

/** The result activity type. */
export const resultActivityRegistration = (domain: string): RegisterActivityTypeInput => ({
  domain,
  name: RESULT_ACTIVITY.name,
  version: RESULT_ACTIVITY.version,
  defaultTaskList: { name: RESULT_ACTIVITY.taskList },
  defaultTaskPriority: '0',
  defaultTaskHeartbeatTimeout: 'NONE',
  defaultTaskScheduleToCloseTimeout: 'NONE',
  defaultTaskScheduleToStartTimeout: 'NONE',
  defaultTaskStartToCloseTimeout: 'NONE',
})

/**
 * Registers the domain, the default workflow type and the result activity type, in the framework's order. Any number of processes
 * may do this at once.
 */
export async function registerResultTypes(client: SWF, domain: string, clock: Clock = systemClock): Promise<void> {
  const until = clock.now() + PATIENCE_MS
  await retryThrottled(() => registerDomain(client, domainRegistration(domain)), clock, until)
  await retryThrottled(() => registerWorkflowType(client, defaultWorkflowRegistration(domain)), clock, until)
  await retryThrottled(() => registerResultActivity(client, domain), clock, until)
}

/** @returns whether it was new */
export function registerResultActivity(client: SWF, domain: string): Promise<boolean> {
  return isNew(client.registerActivityType(resultActivityRegistration(domain)))
}

/**
 * A domain that exists is left as it is, also a deprecated one.
 *
 * @returns whether it was new
 */
export function registerDomain(client: SWF, input: RegisterDomainInput): Promise<boolean> {
  return isNew(client.registerDomain(input))
}

/**
 * A type that exists is left as it is, also a deprecated one.
 *
 * @returns whether it was new
 */
export function registerWorkflowType(client: SWF, input: RegisterWorkflowTypeInput): Promise<boolean> {
  return isNew(client.registerWorkflowType(input))
}

/** Returns undefined if the type was new, else the existing type. Its defaults may differ and it may be deprecated; the caller judges. */
export async function registerActivityType(
  client: SWF,
  input: RegisterActivityTypeInput,
): Promise<ActivityTypeDetail | undefined> {
  if (await isNew(client.registerActivityType(input))) return undefined
  const activityType = { name: input.name, version: input.version }
  return client.describeActivityType({ domain: input.domain, activityType })
}

/** Tells a deprecated domain from a deprecated type: SWF describes a type as deprecated in both cases. */
export async function isDomainDeprecated(client: SWF, domain: string): Promise<boolean> {
  const { domainInfo } = await client.describeDomain({ name: domain })
  return domainInfo?.status === 'DEPRECATED'
}

async function isNew(registering: Promise<unknown>): Promise<boolean> {
  try {
    await registering
    return true
  } catch (error) {
    if (classifyFault(error).kind === 'alreadyThere') return false
    throw error
  }
}
