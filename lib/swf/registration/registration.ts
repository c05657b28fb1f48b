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

/** How long SWF may throttle a registration, in ms. It is less than the time that a thread may take to start. */
const PATIENCE_MS = 30_000

/** A domain as the framework's own clients register it. */
export const domainRegistration = (domain: string): RegisterDomainInput => ({
  name: domain,
  workflowExecutionRetentionPeriodInDays: DOMAIN_RETENTION_DAYS,
})

/**
 * The default workflow type. A registered default can never be changed, and a Ruby worker stops if one differs from its own. So these must
 * be exactly the members that Ruby registers.
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
 * Registers the domain, the default workflow type and the result activity type, in the framework's order. Any number of processes may do it
 * at the same time.
 */
export async function registerResultTypes(client: SWF, domain: string, clock: Clock = systemClock): Promise<void> {
  const until = clock.now() + PATIENCE_MS
  await retryThrottled(() => registerDomain(client, domainRegistration(domain)), clock, until)
  await retryThrottled(() => registerWorkflowType(client, defaultWorkflowRegistration(domain)), clock, until)
  await retryThrottled(() => registerResultActivity(client, domain), clock, until)
}

/** Registers the result activity type. Returns whether it was new. */
export function registerResultActivity(client: SWF, domain: string): Promise<boolean> {
  return isNew(client.registerActivityType(resultActivityRegistration(domain)))
}

/** Registers a domain. Returns whether it was new. A domain that exists is left as it is, even if it is deprecated. */
export function registerDomain(client: SWF, input: RegisterDomainInput): Promise<boolean> {
  return isNew(client.registerDomain(input))
}

/** Registers a workflow type. Returns whether it was new. A type that exists is left as it is, even if it is deprecated. */
export function registerWorkflowType(client: SWF, input: RegisterWorkflowTypeInput): Promise<boolean> {
  return isNew(client.registerWorkflowType(input))
}

/**
 * Registers an activity type. Returns undefined if it was new, and otherwise the type that exists. That type may be deprecated or have other
 * defaults, which the caller has to check.
 */
export async function registerActivityType(
  client: SWF,
  input: RegisterActivityTypeInput,
): Promise<ActivityTypeDetail | undefined> {
  if (await isNew(client.registerActivityType(input))) return undefined
  const activityType = { name: input.name, version: input.version }
  return client.describeActivityType({ domain: input.domain, activityType })
}

/** Whether a domain is deprecated. SWF describes a type as deprecated both if the type is and if its domain is, so this tells which. */
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
