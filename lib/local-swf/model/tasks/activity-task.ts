import type { NameAndVersion } from '../../answers/faults.js'
import type { Deadline } from '../../time/deadlines.js'
import { durationMs } from '../../time/durations.js'
import type { ActivityTimeoutType } from '../events/activity-events.js'
import type { Execution } from '../execution/execution.js'
import type { ListedTask, Listing } from './task-lists.js'

/** Times are SWF's own: whole seconds as text, or NONE. */
export interface ActivityProperties {
  readonly activityId: string
  readonly activityType: NameAndVersion
  readonly input: string | undefined
  readonly control: string | undefined
  readonly taskList: string
  readonly taskPriority: string | undefined
  readonly scheduleToStartTimeout: string
  readonly scheduleToCloseTimeout: string
  readonly startToCloseTimeout: string
  readonly heartbeatTimeout: string
}

/** One activity from its scheduling to its end: completed, failed, canceled or timed out. */
export class ActivityTask implements ListedTask {
  readonly execution: Execution
  readonly activityId: string
  readonly activityType: NameAndVersion
  readonly input: string | undefined
  readonly taskList: string
  readonly priority: number
  readonly scheduledEventId: number
  readonly #properties: ActivityProperties
  readonly #scheduledAtMs: number
  #startedEventId = 0
  #startedAtMs = 0
  #heartbeatAtMs = 0
  #heartbeatDetails: string | undefined
  #latestCancelRequestedEventId: number | undefined
  #listing: Listing | undefined
  #deadline: Deadline | undefined

  constructor(execution: Execution, properties: ActivityProperties, decisionTaskCompletedEventId: number) {
    this.execution = execution
    this.activityId = properties.activityId
    this.activityType = properties.activityType
    this.input = properties.input
    this.taskList = properties.taskList
    this.priority = Number(properties.taskPriority ?? 0)
    this.#properties = properties
    this.#scheduledAtMs = execution.swf.nowMs()
    this.scheduledEventId = execution.record('ActivityTaskScheduled', {
      ...properties,
      taskList: { name: properties.taskList },
      decisionTaskCompletedEventId,
    })
    this.#setDeadline()
  }

  /** 0 until a worker has the task. */
  get startedEventId(): number {
    return this.#startedEventId
  }

  /** Whether the decider asked to cancel the activity: told to the worker in answer to its heartbeat. */
  get cancelRequested(): boolean {
    return this.#latestCancelRequestedEventId !== undefined
  }

  /** Lets the task wait for a worker, or gives it to one that waits. */
  list(): void {
    const { swf, domain } = this.execution
    swf.workload.waits(this, domain.activityTasks.isServed(this.taskList))
    this.#listing = domain.activityTasks.offer(this)
  }

  /** Undefined when the event was one too many for the history. */
  start(identity: string | undefined): this | undefined {
    const { execution, scheduledEventId } = this
    this.#listing?.remove()
    execution.swf.workload.works(this)
    this.#startedEventId = execution.record('ActivityTaskStarted', { scheduledEventId, identity })
    this.#startedAtMs = execution.swf.nowMs()
    this.#heartbeatAtMs = this.#startedAtMs
    this.#setDeadline()
    return execution.isOpen ? this : undefined
  }

  heartbeat(details: string | undefined): void {
    this.#heartbeatAtMs = this.execution.swf.nowMs()
    this.#heartbeatDetails = details
    this.execution.swf.workload.works(this)
    this.#setDeadline()
  }

  complete(result: string | undefined): void {
    const { execution, scheduledEventId, startedEventId } = this
    execution.record('ActivityTaskCompleted', { scheduledEventId, startedEventId, result })
    this.#end()
  }

  fail(reason: string | undefined, details: string | undefined): void {
    const { execution, scheduledEventId, startedEventId } = this
    execution.record('ActivityTaskFailed', { scheduledEventId, startedEventId, reason, details })
    this.#end()
  }

  /** The worker is asked, at its next heartbeat; a task that no worker has is canceled at once (API reference, Decision). */
  requestCancel(decisionTaskCompletedEventId: number): void {
    const { execution, activityId } = this
    this.#latestCancelRequestedEventId = execution.record('ActivityTaskCancelRequested', {
      activityId,
      decisionTaskCompletedEventId,
    })
    if (this.#startedEventId === 0) this.cancel(undefined)
  }

  /** Whether anybody asked for it does not matter (chosen: the reference only advises). */
  cancel(details: string | undefined): void {
    const { execution, scheduledEventId, startedEventId } = this
    const latestCancelRequestedEventId = this.#latestCancelRequestedEventId
    execution.record('ActivityTaskCanceled', { scheduledEventId, startedEventId, latestCancelRequestedEventId, details })
    this.#end()
  }

  close(): void {
    this.#listing?.remove()
    this.#deadline?.cancel()
    this.execution.swf.workload.ended(this)
  }

  #timeOut(timeoutType: ActivityTimeoutType): void {
    const { execution, scheduledEventId, startedEventId } = this
    const details = this.#heartbeatDetails
    execution.record('ActivityTaskTimedOut', { scheduledEventId, startedEventId, timeoutType, details })
    this.#end()
  }

  #end(): void {
    this.close()
    this.execution.activities.remove(this)
    this.execution.wakeDecider()
  }

  /** One deadline at a time: the earliest of the timeouts that count now. */
  #setDeadline(): void {
    const [earliest, ...others] = this.#timeouts()
    const { atMs, type } = others.reduce((first, other) => (other.atMs < first.atMs ? other : first), earliest)
    this.#deadline?.cancel()
    this.#deadline = this.execution.deadlineAt(atMs, () => this.#timeOut(type))
  }

  #timeouts(): readonly [ActivityTimeout, ...ActivityTimeout[]] {
    const { scheduleToStartTimeout, scheduleToCloseTimeout, startToCloseTimeout, heartbeatTimeout } = this.#properties
    const scheduleToClose = timeout('SCHEDULE_TO_CLOSE', this.#scheduledAtMs, scheduleToCloseTimeout)
    if (this.#startedEventId === 0) {
      return [timeout('SCHEDULE_TO_START', this.#scheduledAtMs, scheduleToStartTimeout), scheduleToClose]
    }
    return [
      timeout('START_TO_CLOSE', this.#startedAtMs, startToCloseTimeout),
      scheduleToClose,
      timeout('HEARTBEAT', this.#heartbeatAtMs, heartbeatTimeout),
    ]
  }
}

interface ActivityTimeout {
  readonly type: ActivityTimeoutType
  readonly atMs: number
}

function timeout(type: ActivityTimeoutType, fromMs: number, duration: string): ActivityTimeout {
  return { type, atMs: fromMs + durationMs(duration) }
}
