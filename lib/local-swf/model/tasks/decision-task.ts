import type { NameAndVersion } from '../../answers/faults.js'
import type { Deadline } from '../../time/deadlines.js'
import { durationMs } from '../../time/durations.js'
import type { History } from '../events/history.js'
import type { TaskExecution } from './task-execution.js'
import type { ListedTask, Listing, Startable, TaskLists } from './task-lists.js'

/** What a decision task needs of its execution. */
interface DecisionExecution extends TaskExecution {
  readonly workflowType: NameAndVersion
  readonly history: History
  readonly configuration: {
    readonly taskList: string
    readonly taskPriority: string | undefined
    readonly taskStartToCloseTimeout: string
  }
}

/** A list in which decision tasks wait, and how long they wait at most: whole seconds as text, or NONE. */
export interface DecisionTaskPlace {
  readonly taskList: string
  readonly scheduleToStartTimeout: string
}

interface DecisionTaskOptions {
  /** Undefined for the task list of the execution. */
  readonly place: DecisionTaskPlace | undefined
  /** Called when the task has timed out, after its event is written. */
  readonly onTimeOut: (task: DecisionTask) => void
}

/** One turn of the decider, from its scheduling to its end: completed or timed out. */
export class DecisionTask implements ListedTask {
  readonly execution: DecisionExecution
  readonly taskList: string
  readonly priority: number
  readonly scheduledEventId: number
  readonly #onTimeOut: (task: DecisionTask) => void
  #startedEventId = 0
  #previousStartedEventId = 0
  #listing: Listing | undefined
  #deadline: Deadline

  constructor(execution: DecisionExecution, { place, onTimeOut }: DecisionTaskOptions) {
    const { taskPriority, taskStartToCloseTimeout } = execution.configuration
    const { taskList, scheduleToStartTimeout } = place ?? {
      taskList: execution.configuration.taskList,
      scheduleToStartTimeout: 'NONE',
    }
    this.execution = execution
    this.#onTimeOut = onTimeOut
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

  /** The event that started the task; 0 until a decider has it. */
  get startedEventId(): number {
    return this.#startedEventId
  }

  /** The DecisionTaskStarted event of the decision task that was completed last before this one started, or 0. */
  get previousStartedEventId(): number {
    return this.#previousStartedEventId
  }

  /** Lets the task wait for a decider, or gives it to one that waits. */
  list(lists: TaskLists<Startable<DecisionTask>>, previousStartedEventId: number): void {
    this.#previousStartedEventId = previousStartedEventId
    this.execution.workload.noteWaiting(this, lists.isServed(this.taskList))
    this.#listing = lists.offer(this)
  }

  /** Gives the task to a decider. Returns undefined when the history was full, so that the execution has ended instead. */
  start(identity: string | undefined): this | undefined {
    this.close()
    this.execution.workload.noteWork(this)
    const { execution, scheduledEventId } = this
    this.#startedEventId = execution.record('DecisionTaskStarted', { scheduledEventId, identity })
    this.#deadline = this.#timeOutAfter(execution.configuration.taskStartToCloseTimeout, 'START_TO_CLOSE')
    return execution.isOpen ? this : undefined
  }

  /** Takes the task off its list and ends its timeouts, without an event. */
  close(): void {
    this.#listing?.remove()
    this.#deadline.cancel()
    this.execution.workload.noteEnd(this)
  }

  #timeOutAfter(duration: string, timeoutType: 'START_TO_CLOSE' | 'SCHEDULE_TO_START'): Deadline {
    const { execution, scheduledEventId } = this
    return execution.deadlineAt(execution.nowMs() + durationMs(duration), () => {
      execution.record('DecisionTaskTimedOut', { scheduledEventId, startedEventId: this.#startedEventId, timeoutType })
      if (execution.isOpen) this.#onTimeOut(this)
    })
  }
}
