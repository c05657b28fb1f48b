import type { Deadline } from '../../time/deadlines.js'
import { durationMs } from '../../time/durations.js'
import type { Execution } from '../execution/execution.js'
import type { ListedTask, Listing } from './task-lists.js'

/** Where the task waits, and how long: whole seconds as text, or NONE. */
export interface DecisionTaskPlace {
  readonly taskList: string
  readonly scheduleToStartTimeout: string
}

/** One turn of the decider. */
export class DecisionTask implements ListedTask {
  readonly execution: Execution
  readonly taskList: string
  readonly priority: number
  readonly scheduledEventId: number
  /** Of the turn before. */
  readonly previousStartedEventId: number
  #startedEventId = 0
  #listing: Listing | undefined
  #deadline: Deadline

  constructor(execution: Execution, place?: DecisionTaskPlace) {
    const { taskPriority, taskStartToCloseTimeout } = execution.configuration
    const { taskList, scheduleToStartTimeout } = place ?? {
      taskList: execution.configuration.taskList,
      scheduleToStartTimeout: 'NONE',
    }
    this.execution = execution
    this.previousStartedEventId = execution.turns.previousStartedEventId
    this.taskList = taskList
    this.priority = Number(taskPriority ?? 0)
    this.scheduledEventId = execution.record('DecisionTaskScheduled', {
      taskList: { name: taskList },
      taskPriority,
      startToCloseTimeout: taskStartToCloseTimeout,
      scheduleToStartTimeout,
    })
    this.#deadline = this.#timeOutAfter(scheduleToStartTimeout, 'SCHEDULE_TO_START')
  }

  /** 0 until a decider has the task. */
  get startedEventId(): number {
    return this.#startedEventId
  }

  /** Lets the task wait for a decider, or gives it to one that waits. */
  list(): void {
    const { swf, domain } = this.execution
    swf.workload.waits(this, domain.decisionTasks.isServed(this.taskList))
    this.#listing = domain.decisionTasks.offer(this)
  }

  /** Undefined when the event was one too many for the history. */
  start(identity: string | undefined): this | undefined {
    this.close()
    this.execution.swf.workload.works(this)
    const { execution, scheduledEventId } = this
    this.#startedEventId = execution.record('DecisionTaskStarted', { scheduledEventId, identity })
    this.#deadline = this.#timeOutAfter(execution.configuration.taskStartToCloseTimeout, 'START_TO_CLOSE')
    return execution.isOpen ? this : undefined
  }

  close(): void {
    this.#listing?.remove()
    this.#deadline.cancel()
    this.execution.swf.workload.ended(this)
  }

  #timeOutAfter(duration: string, timeoutType: 'START_TO_CLOSE' | 'SCHEDULE_TO_START'): Deadline {
    const { execution, scheduledEventId } = this
    return execution.deadlineAt(execution.swf.nowMs() + durationMs(duration), () => {
      execution.record('DecisionTaskTimedOut', { scheduledEventId, startedEventId: this.#startedEventId, timeoutType })
      if (execution.isOpen) execution.turns.timeOut(this)
    })
  }
}
