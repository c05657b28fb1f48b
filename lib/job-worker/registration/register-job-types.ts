import type { ActivityTypeDetail, RegisterActivityTypeInput, SWF } from '@aws-sdk/client-swf'
import type { Clock } from '../../base/clock.js'
import { DEFAULT_ACTIVITY_VERSION, DEFAULT_WORKFLOW, RESULT_ACTIVITY } from '../../flow/names.js'
import { Gate } from '../../swf/clients/gate.js'
import {
  defaultWorkflowRegistration,
  registerActivityType,
  registerResultActivity,
  registerWorkflowType,
} from '../../swf/registration/registration.js'
import { startError, type StartSubject } from '../../swf/faults/start-error.js'
import type { ActivityClass } from '../activities/activities.js'
import type { HeartbeatTimeouts } from '../activities/heartbeats.js'
import { TypeRegistrar } from './type-registrar.js'

/** At most so many types are asked for at once. SWF's quota for a whole account is 2,000 requests at once and 6 a second. */
const TYPES_AT_ONCE = 4

const DEFAULT_WORKFLOW_TYPE = { name: DEFAULT_WORKFLOW.name, version: DEFAULT_WORKFLOW.version }
const RESULT_ACTIVITY_TYPE = { name: RESULT_ACTIVITY.name, version: RESULT_ACTIVITY.version }

/** Whose defaults a new activity type gets: those of this library, or exactly Ruby's. */
export type Registration = 'javascript' | 'ruby'

/** The timeout in seconds. SWF notices a killed worker after this time, and not only when the execution times out. */
const HEARTBEAT_TIMEOUT = '60'

/**
 * Asks SWF for the default workflow type, the result activity type and the activity types of the worker, and registers those that SWF does
 * not know. The domain is registered too, if necessary. Types that exist keep their values. Any number of processes may do this at the same
 * time, and if everything exists, none of them registers anything.
 *
 * @returns the heartbeat timeout of each activity type
 * @throws StartError if the domain is deprecated, or if an activity type exists and is deprecated, or has another default task list than
 * that of its class
 */
export async function registerJobTypes(
  client: SWF,
  subject: StartSubject & { readonly domain: string },
  classes: readonly ActivityClass[],
  registration: Registration,
  clock: Clock,
): Promise<HeartbeatTimeouts> {
  const { domain } = subject
  const types = new TypeRegistrar(client, subject, clock)
  await types.ensure(
    () => client.describeWorkflowType({ domain, workflowType: DEFAULT_WORKFLOW_TYPE }),
    () => registerWorkflowType(client, defaultWorkflowRegistration(domain)),
  )
  // The decider schedules the result activity. The process that waits for results would register it only together with a missing domain,
  // and the domain exists by now.
  await types.ensure(
    () => client.describeActivityType({ domain, activityType: RESULT_ACTIVITY_TYPE }),
    () => registerResultActivity(client, domain),
  )
  const timeouts = new Map<string, number>()
  const gate = new Gate(TYPES_AT_ONCE)
  const inputs = classes.flatMap(({ name: taskList, activities }) =>
    Array.from(activities.keys(), (name) => activityRegistration(domain, name, taskList, registration)),
  )
  await Promise.all(
    inputs.map((input) =>
      gate.through(async () => {
        const existing = await types.ensure(
          () => client.describeActivityType({ domain, activityType: { name: input.name, version: input.version } }),
          () => registerActivityType(client, input),
        )
        if (existing) refuseConflict(existing, input, subject)
        const timeout = existing?.configuration?.defaultTaskHeartbeatTimeout ?? input.defaultTaskHeartbeatTimeout
        timeouts.set(input.name, timeout === 'NONE' ? Infinity : Number(timeout) * 1000)
      }),
    ),
  )
  return timeouts
}

/** A Ruby worker stops if a default differs from its own. So these are exactly Ruby's members, except for our heartbeat timeout. */
function activityRegistration(
  domain: string,
  name: string,
  taskList: string,
  registration: Registration,
): RegisterActivityTypeInput & { readonly name: string; readonly version: string } {
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
