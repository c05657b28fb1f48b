import type { ActivityTypeDetail, RegisterActivityTypeInput, SWF } from '@aws-sdk/client-swf'
import { DEFAULT_ACTIVITY_VERSION } from '../flow/names.js'
import { classifyFault } from '../swf/faults.js'
import {
  defaultWorkflowRegistration,
  domainRegistration,
  registerActivityType,
  registerDomain,
  registerResultActivity,
  registerWorkflowType,
} from '../swf/registration.js'
import { startError, type StartSubject } from '../swf/start-error.js'
import type { ActivityClass } from './activities.js'
import type { Registration } from './job-worker-options.js'

/** Seconds. A worker that is killed is noticed after it, and not only when the execution times out. */
const HEARTBEAT_TIMEOUT = '60'

/** The heartbeat timeout of each activity type, in ms; Infinity for none. */
export type HeartbeatTimeouts = ReadonlyMap<string, number>

/**
 * Registers the domain, the default workflow type, the result activity and the activity types. What exists keeps its values. Any number of processes
 * may do it at once.
 *
 * @throws StartError for an existing activity type that is deprecated or has another default task list than its class's
 */
export async function registerJobTypes(
  client: SWF,
  subject: StartSubject & { readonly domain: string },
  classes: readonly ActivityClass[],
  registration: Registration,
): Promise<HeartbeatTimeouts> {
  const { domain } = subject
  await unlessDenied(registerDomain(client, domainRegistration(domain)))
  await unlessDenied(registerWorkflowType(client, defaultWorkflowRegistration(domain)))
  // The decider schedules it. Whoever receives it looks for the domain only, which now is there.
  await unlessDenied(registerResultActivity(client, domain))
  const timeouts = new Map<string, number>()
  for (const { name: taskList, activities } of classes) {
    for (const name of activities.keys()) {
      const input = activityRegistration(domain, name, taskList, registration)
      const existing = await registered(client, input)
      if (existing) refuseConflict(existing, input, subject)
      const timeout = existing?.configuration?.defaultTaskHeartbeatTimeout ?? input.defaultTaskHeartbeatTimeout
      timeouts.set(name, timeout === 'NONE' ? Infinity : Number(timeout) * 1000)
    }
  }
  return timeouts
}

/** Ruby workers stop at any difference from these, but for the heartbeat timeout of ours: exactly these members. */
function activityRegistration(
  domain: string,
  name: string,
  taskList: string,
  registration: Registration,
): RegisterActivityTypeInput {
  return {
    domain,
    name,
    version: DEFAULT_ACTIVITY_VERSION,
    defaultTaskList: { name: taskList },
    defaultTaskPriority: '0',
    defaultTaskHeartbeatTimeout: registration === 'ruby' ? 'NONE' : HEARTBEAT_TIMEOUT,
    defaultTaskScheduleToCloseTimeout: 'NONE',
    defaultTaskScheduleToStartTimeout: 'NONE',
    defaultTaskStartToCloseTimeout: 'NONE',
  }
}

/** The type if it exists already. A narrow policy may leave registering to others, and even looking: then nothing is known. */
async function registered(client: SWF, input: RegisterActivityTypeInput): Promise<ActivityTypeDetail | undefined> {
  const { domain, name, version } = input
  const existing = await unlessDenied(registerActivityType(client, input))
  if (existing !== DENIED) return existing
  const described = await unlessDenied(client.describeActivityType({ domain, activityType: { name, version } }))
  return described === DENIED ? undefined : described
}

const DENIED = Symbol('denied')

async function unlessDenied<Answer>(answer: Promise<Answer>): Promise<Answer | typeof DENIED> {
  try {
    return await answer
  } catch (error) {
    if (classifyFault(error).kind === 'denied') return DENIED
    throw error
  }
}

function refuseConflict(
  { typeInfo, configuration }: ActivityTypeDetail,
  input: RegisterActivityTypeInput,
  subject: StartSubject,
): void {
  const type = `the activity type ${input.name} ${input.version}`
  if (typeInfo?.status === 'DEPRECATED') {
    throw startError(
      'ERR_RESULT_TYPE_DEPRECATED',
      subject,
      `${type}, of the task list "${input.defaultTaskList?.name}", is deprecated`,
    )
  }
  const taskList = configuration?.defaultTaskList?.name
  if (taskList !== input.defaultTaskList?.name) {
    const registeredList = taskList === undefined ? 'no default task list' : `the default task list "${taskList}"`
    throw startError(
      'ERR_RESULT_TYPE_CONFLICT',
      subject,
      `${type} is registered with ${registeredList}, and this worker polls "${input.defaultTaskList?.name}": its tasks would wait for ever`,
    )
  }
}
