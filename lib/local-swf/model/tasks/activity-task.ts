import type { NameAndVersion } from '../../answers/faults.js'
import type { Deadline } from '../../time/deadlines.js'
import { durationMs } from '../../time/durations.js'
import type { ActivityTimeoutType } from '../events/activity-events.js'
import type { TaskExecution } from './task-execution.js'
import type { ListedTask, Listing, Startable, TaskLists } from './task-lists.js'

/** The settings of one activity. Timeouts are written as SWF writes them: whole seconds as text, or NONE. */
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

/** What an activity needs of its execution. */
interface ActivityExecution extends TaskExecution {
  readonly activities: { remove(activity: ActivityTask): void }
  /** What follows a batch of decisions, and does not when the batch closes the execution. */
  readonly turns: { afterBatch(effect: () => void): void }
}

/** One activity from its scheduling to its end: completed, failed, canceled or timed out. */
export class ActivityTask implements ListedTask {
  readonly execution: ActivityExecution
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
  #isOver = false
  #listing: Listing | undefined
  #deadline: Deadline | undefined

  constructor(execution: ActivityExecution, properties: ActivityProperties, decisionTaskCompletedEventId: number) {
    this.execution = execution
    this.activityId = properties.activityId
    this.activityType = properties.activityType
    this.input = properties.input
    this.taskList = properties.taskList
    this.priority = Number(properties.taskPriority ?? 0)
    this.#properties = properties
    this.#scheduledAtMs = execution.nowMs()
    this.scheduledEventId = execution.record('ActivityTaskScheduled', {
      ...properties,
      taskList: { name: properties.taskList },
      decisionTaskCompletedEventId,
    })
    this.#setDeadline()
  }

  /** The event that started the task; 0 until a worker has it. */
  get startedEventId(): number {
    return this.#startedEventId
  }

  /** Whether the decider requested to cancel the activity. The worker learns of it when it sends a heartbeat. */
  get cancelRequested(): boolean {
    return this.#latestCancelRequestedEventId !== undefined
  }

  /** Lets the task wait for a worker, or gives it to one that waits. */
  list(lists: TaskLists<Startable<ActivityTask>>): void {
    this.execution.workload.noteWaiting(this, lists.isServed(this.taskList))
    this.#listing = lists.offer(this)
  }

  /** Gives the task to a worker. Returns undefined when the history was full, so that the execution has ended instead. */
  start(identity: string | undefined): this | undefined {
    const { execution, scheduledEventId } = this
    this.#listing?.remove()
    execution.workload.noteWork(this)
    this.#startedEventId = execution.record('ActivityTaskStarted', { scheduledEventId, identity })
    this.#startedAtMs = execution.nowMs()
    this.#heartbeatAtMs = this.#startedAtMs
    this.#setDeadline()
    return execution.isOpen ? this : undefined
  }

  heartbeat(details: string | undefined): void {
    this.#heartbeatAtMs = this.execution.nowMs()
    this.#heartbeatDetails = details
    this.execution.workload.noteWork(this)
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

  /**
   * The worker learns of the request at its next heartbeat. A task that no worker has is canceled (API reference, Decision), but not if
   * the batch closes the execution (recorded).
   */
  requestCancel(decisionTaskCompletedEventId: number): void {
    const { execution, activityId } = this
    this.#latestCancelRequestedEventId = execution.record('ActivityTaskCancelRequested', {
      activityId,
      decisionTaskCompletedEventId,
    })
    if (this.#startedEventId > 0 || this.#isOver) return
    execution.turns.afterBatch(() => {
      if (execution.isOpen && !this.#isOver) this.cancel(undefined)
    })
  }

  /** A worker may cancel a task without a request (chosen: the reference only advises against it). */
  cancel(details: string | undefined): void {
    const { execution, scheduledEventId, startedEventId } = this
    const latestCancelRequestedEventId = this.#latestCancelRequestedEventId
    execution.record('ActivityTaskCanceled', { scheduledEventId, startedEventId, latestCancelRequestedEventId, details })
    this.#end()
  }

  /** Takes the task off its list and ends its timeouts, without an event. */
  close(): void {
    this.#isOver = true
    this.#listing?.remove()
    this.#deadline?.cancel()
    this.execution.workload.noteEnd(this)
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

  /** Sets the one deadline of the task: the earliest of the timeouts that count in its present state. */
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
