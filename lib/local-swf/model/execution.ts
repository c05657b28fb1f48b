import { randomUUID } from 'node:crypto'
import type { NameAndVersion } from '../faults.js'
import type { ActivityTask } from './activity-task.js'
import type { Deadline } from './deadlines.js'
import { DecisionTask } from './decision-task.js'
import type { Domain } from './domain.js'
import { durationMs } from './durations.js'
import type { EventAttributes, EventType, ExecutionName } from './events.js'
import { History } from './history.js'
import { OpenActivities } from './open-activities.js'
import type { Swf } from './swf.js'
import type { WorkflowTimer } from './workflow-timer.js'

export type CloseStatus = 'COMPLETED' | 'FAILED' | 'CANCELED' | 'TERMINATED' | 'CONTINUED_AS_NEW' | 'TIMED_OUT'

/** Times are SWF's own: whole seconds as text, or NONE. */
export interface ExecutionConfiguration {
  readonly taskList: string
  readonly taskPriority: string | undefined
  readonly executionStartToCloseTimeout: string
  readonly taskStartToCloseTimeout: string
  readonly childPolicy: string
  readonly lambdaRole: string | undefined
}

export interface ExecutionProperties {
  readonly workflowId: string
  readonly workflowType: NameAndVersion
  readonly configuration: ExecutionConfiguration
  readonly input: string | undefined
  readonly tagList: readonly string[] | undefined
}

/** What a decision is applied with. */
export interface DecisionContext {
  readonly decisionTaskCompletedEventId: number
  /** Something happened that the decider had not seen when it decided. */
  readonly hasUnhandledEvents: boolean
}

/** One run of a workflow, from its start to its close. */
export class Execution implements ExecutionName {
  readonly swf: Swf
  readonly domain: Domain
  readonly workflowId: string
  readonly runId = randomUUID().replaceAll('-', '')
  readonly workflowType: NameAndVersion
  readonly configuration: ExecutionConfiguration
  readonly tagList: readonly string[] | undefined
  readonly startedAtMs: number
  /** A later execution has a higher one. */
  readonly ordinal: number
  readonly history = new History()
  readonly activities = new OpenActivities()
  readonly timers = new Map<string, WorkflowTimer>()
  readonly cancelRequested = false
  latestActivityTaskAtMs: number | undefined
  latestExecutionContext: string | undefined
  #closedAtMs: number | undefined
  #closeStatus: CloseStatus | undefined
  #decisionTask: DecisionTask | undefined
  #needsDecision = false
  #previousStartedEventId = 0
  #unlisted: ActivityTask[] = []
  readonly #deadline: Deadline

  private constructor(swf: Swf, domain: Domain, properties: ExecutionProperties) {
    this.swf = swf
    this.domain = domain
    this.workflowId = properties.workflowId
    this.workflowType = properties.workflowType
    this.configuration = properties.configuration
    this.tagList = properties.tagList
    this.startedAtMs = swf.nowMs()
    this.ordinal = swf.nextOrdinal()
    const timeoutMs = durationMs(this.configuration.executionStartToCloseTimeout)
    this.#deadline = swf.deadlines.add(this.startedAtMs + timeoutMs, () => this.#timeOut())
  }

  static start(swf: Swf, domain: Domain, properties: ExecutionProperties): Execution {
    const execution = new Execution(swf, domain, properties)
    swf.opened(execution)
    execution.record('WorkflowExecutionStarted', {
      ...properties.configuration,
      workflowType: properties.workflowType,
      taskList: { name: properties.configuration.taskList },
      input: properties.input,
      tagList: properties.tagList,
      parentInitiatedEventId: 0,
    })
    execution.wakeDecider()
    return execution
  }

  get isOpen(): boolean {
    return this.#closeStatus === undefined
  }

  get closeStatus(): CloseStatus | undefined {
    return this.#closeStatus
  }

  get closedAtMs(): number | undefined {
    return this.#closedAtMs
  }

  get decisionTask(): DecisionTask | undefined {
    return this.#decisionTask
  }

  /** The DecisionTaskStarted event of the last decision task that was completed, or 0. */
  get previousStartedEventId(): number {
    return this.#previousStartedEventId
  }

  record<Type extends EventType>(eventType: Type, attributes: EventAttributes[Type]): number {
    return this.history.append(eventType, this.swf.nowMs(), attributes)
  }

  /**
   * Called after each event that the decider must see: schedules a decision task. One is open at a time, so that while one
   * is with a decider the next waits for its answer, and while one waits for a decider no second is made (documented).
   */
  wakeDecider(): void {
    if (!this.#decisionTask) this.#scheduleDecision()
    else if (this.#decisionTask.startedEventId > 0) this.#needsDecision = true
  }

  /** Ends the decision task, applies what was decided, then lists the tasks that came of it: events of a batch stay together. */
  completeDecision(task: DecisionTask, executionContext: string | undefined, decide: (context: DecisionContext) => void): void {
    const { scheduledEventId, startedEventId } = task
    const attributes = { scheduledEventId, startedEventId, executionContext }
    const decisionTaskCompletedEventId = this.record('DecisionTaskCompleted', attributes)
    this.latestExecutionContext = executionContext ?? this.latestExecutionContext
    this.#previousStartedEventId = startedEventId
    decide({ decisionTaskCompletedEventId, hasUnhandledEvents: this.#needsDecision })
    const activities = this.#unlisted
    this.#unlisted = []
    if (!this.isOpen) return
    this.endDecision(task)
    for (const activity of activities) activity.list()
  }

  /** Closes the decision task; the next is scheduled at once if something came in meanwhile. */
  endDecision(task: DecisionTask): void {
    task.close()
    this.#decisionTask = undefined
    if (this.#needsDecision) this.#scheduleDecision()
  }

  /** Adds an activity that a decision scheduled. Its task is listed once the whole batch is applied. */
  addActivity(activity: ActivityTask): void {
    this.activities.add(activity)
    this.latestActivityTaskAtMs = this.swf.nowMs()
    this.#unlisted.push(activity)
  }

  /** After the closing event: the execution's tasks vanish from their lists, its deadlines are off. */
  close(status: CloseStatus): void {
    this.#closeStatus = status
    this.#closedAtMs = this.swf.nowMs()
    this.#deadline.cancel()
    this.#decisionTask?.close()
    this.#decisionTask = undefined
    this.activities.close()
    for (const timer of this.timers.values()) timer.close()
    this.timers.clear()
    this.swf.closed(this)
  }

  #scheduleDecision(): void {
    this.#needsDecision = false
    this.#decisionTask = new DecisionTask(this)
    this.#decisionTask.list()
  }

  #timeOut(): void {
    const { childPolicy } = this.configuration
    this.record('WorkflowExecutionTimedOut', { timeoutType: 'START_TO_CLOSE', childPolicy })
    this.close('TIMED_OUT')
  }
}
