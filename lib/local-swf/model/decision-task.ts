import type { Deadline } from './deadlines.js'
import { durationMs } from './durations.js'
import type { Execution } from './execution.js'
import type { ListedTask, Listing } from './task-lists.js'

/** One turn of the decider. */
export class DecisionTask implements ListedTask {
  readonly execution: Execution
  readonly taskList: string
  readonly priority: number
  readonly scheduledEventId: number
  #startedEventId = 0
  #listing: Listing | undefined
  #deadline: Deadline | undefined

  constructor(execution: Execution) {
    const { taskList, taskPriority, taskStartToCloseTimeout } = execution.configuration
    this.execution = execution
    this.taskList = taskList
    this.priority = Number(taskPriority ?? 0)
    this.scheduledEventId = execution.record('DecisionTaskScheduled', {
      taskList: { name: taskList },
      taskPriority,
      startToCloseTimeout: taskStartToCloseTimeout,
      scheduleToStartTimeout: 'NONE',
    })
  }

  /** 0 until a decider has the task. */
  get startedEventId(): number {
    return this.#startedEventId
  }

  /** Lets the task wait for a decider, or gives it to one that waits. */
  list(): void {
    this.#listing = this.execution.domain.decisionTasks.offer(this)
  }

  start(identity: string | undefined): this {
    this.#listing?.remove()
    const { execution, scheduledEventId } = this
    this.#startedEventId = execution.record('DecisionTaskStarted', { scheduledEventId, identity })
    const timeoutMs = durationMs(execution.configuration.taskStartToCloseTimeout)
    this.#deadline = execution.swf.deadlines.add(execution.swf.nowMs() + timeoutMs, () => this.#timeOut())
    return this
  }

  close(): void {
    this.#listing?.remove()
    this.#deadline?.cancel()
  }

  #timeOut(): void {
    const { execution, scheduledEventId, startedEventId } = this
    execution.record('DecisionTaskTimedOut', { scheduledEventId, startedEventId, timeoutType: 'START_TO_CLOSE' })
    execution.wakeDecider()
    execution.endDecision(this)
  }
}
