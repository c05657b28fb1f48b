import type { ActivityTask } from '@aws-sdk/client-swf'
import type { FailureText } from '../../flow/failures/encode-failure.js'
import { DEFAULT_ACTIVITY_VERSION } from '../../flow/names.js'
import { serializeError } from '../../errors/serialized-error.js'
import { LongPoll } from '../../swf/polling/long-poll.js'
import { unlessAborted } from '../../base/promises.js'
import type { ActivityClass, JobContext } from './activities.js'
import { Heartbeats, type HeartbeatTimeouts } from './heartbeats.js'
import { finalFailure, runActivity, type ActivityAnswer, type FinalFailure } from './run-activity.js'
import { loopOptions, type WorkerContext } from '../state/worker-context.js'

/** Polls the list of one class of activities, runs them and answers. */
export function activityLoop(
  context: WorkerContext,
  { name: taskList, activities }: ActivityClass,
  concurrency: number,
  heartbeatTimeouts: HeartbeatTimeouts,
): LongPoll<ActivityTask> {
  const { clients, domain, format, identity, clock, answers, statistics, ended } = context

  async function poll(abortSignal: AbortSignal): Promise<ActivityTask | undefined> {
    const task = await clients.poll.pollForActivityTask({ domain, identity, taskList: { name: taskList } }, { abortSignal })
    return task.taskToken ? task : undefined
  }

  async function handle(task: ActivityTask): Promise<void> {
    const heartbeatTimeoutMs = heartbeatTimeouts.get(task.activityType?.name ?? '') ?? Infinity
    const heartbeats = new Heartbeats(clients.answer, task.taskToken ?? '', heartbeatTimeoutMs, clock)
    statistics.running += 1
    heartbeats.start()
    try {
      // An activity cannot be stopped: once the worker has ended, nobody waits for it. Heartbeats go on until SWF has the answer, since
      // it may be out of reach for longer than their timeout.
      await respond(task, await unlessAborted(run(task), ended))
    } finally {
      heartbeats.stop()
      statistics.running -= 1
    }
  }

  async function run({ activityType, input, workflowExecution, activityId = '' }: ActivityTask): Promise<ActivityAnswer> {
    const { name = '', version = '' } = activityType ?? {}
    const activity = activities.get(name)
    if (!activity || version !== DEFAULT_ACTIVITY_VERSION) {
      const known = [...activities.keys()].join(', ')
      const reason = `This worker has no activity ${name} ${version}; on the task list ${taskList} it has ${known}`
      return { status: 'failed', failure: format.encodeError(serializeError(new Error(reason))) }
    }
    const { workflowId = '', runId = '' } = workflowExecution ?? {}
    const jobContext: JobContext = { workflowId, runId, activityId }
    return runActivity(activity, input, jobContext, format)
  }

  async function respond(task: ActivityTask, answer: ActivityAnswer | undefined): Promise<void> {
    if (!answer) return
    if (answer.status === 'failed') return fail(task, answer.failure)
    const { taskToken } = task
    try {
      await answers.send(() => clients.answer.respondActivityTaskCompleted({ taskToken, result: answer.result }))
      statistics.completed += 1
    } catch (error) {
      // SWF does not take this result, and would not later: the job must not wait for a timeout to end.
      await fail(task, finalFailure(error))
    }
  }

  async function fail({ taskToken }: ActivityTask, failure: FailureText | FinalFailure): Promise<void> {
    statistics.failed += 1
    await answers.send(() => clients.answer.respondActivityTaskFailed({ taskToken, ...failure }))
  }

  return new LongPoll<ActivityTask>({ ...loopOptions(context, concurrency), poll, handle })
}
