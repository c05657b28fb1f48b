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

/** SWF's quota of these questions is 2,000 at once and 6 a second, for all of an account. */
const TYPES_AT_ONCE = 4

const DEFAULT_WORKFLOW_TYPE = { name: DEFAULT_WORKFLOW.name, version: DEFAULT_WORKFLOW.version }
const RESULT_ACTIVITY_TYPE = { name: RESULT_ACTIVITY.name, version: RESULT_ACTIVITY.version }

/** Whose defaults new activity types get. */
export type Registration = 'javascript' | 'ruby'

/** Seconds. A worker that is killed is noticed after it, and not only when the execution times out. */
const HEARTBEAT_TIMEOUT = '60'

/**
 * Asks SWF for the default workflow type, the result activity and the activity types, and registers what it does not know, the domain
 * too. What exists keeps its values. Any number of processes may do it at once: where all is there, none of them registers.
 *
 * @throws StartError for a deprecated domain, and for an existing activity type that is deprecated or has another default task list
 * than its class's
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
  await types.have(
    () => client.describeWorkflowType({ domain, workflowType: DEFAULT_WORKFLOW_TYPE }),
    () => registerWorkflowType(client, defaultWorkflowRegistration(domain)),
  )
  // The decider schedules it. Whoever receives it looks for the domain only, which now is there.
  await types.have(
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
        const existing = await types.have(
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

/** Ruby workers stop at any difference from these, but for the heartbeat timeout of ours: exactly these members. */
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
