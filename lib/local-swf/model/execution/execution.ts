import { randomUUID } from 'node:crypto'
import type { NameAndVersion } from '../../answers/faults.js'
import type { ActivityTask } from '../tasks/activity-task.js'
import type { Deadline } from '../../time/deadlines.js'
import { DeciderTurns } from './decider-turns.js'
import type { DecisionTask } from '../tasks/decision-task.js'
import type { Domain } from '../domain/domain.js'
import { durationMs } from '../../time/durations.js'
import { closingEvents, type CloseStatus, type Ending } from './execution-outcome.js'
import type { EventAttributes, EventType } from '../events/event-attributes.js'
import type { ExecutionName } from '../events/parts.js'
import type { ExecutionConfiguration } from './execution-configuration.js'
import { History } from '../events/history.js'
import type { LambdaTask } from '../tasks/lambda-task.js'
import { HISTORY_LIMIT } from '../limits.js'
import { OpenActivities } from '../tasks/open-activities.js'
import type { ParentLink } from './parent-link.js'
import { SparseMap } from '../../collections/sparse-map.js'
import type { Swf } from '../swf.js'
import { applyChildPolicy, terminate } from './terminate.js'
import type { WorkflowTimer } from '../tasks/workflow-timer.js'

export interface ExecutionProperties {
  readonly workflowId: string
  readonly workflowType: NameAndVersion
  readonly configuration: ExecutionConfiguration
  readonly input: string | undefined
  readonly tagList: readonly string[] | undefined
  /** By default a new one. */
  readonly runId?: string
  readonly continuedExecutionRunId?: string
  readonly parent?: ParentLink | undefined
}

export interface Signal {
  readonly signalName: string
  readonly input: string | undefined
}

/** Where a signal or a request to cancel comes from, if not from an operation. */
export interface Sender {
  readonly execution: ExecutionName
  readonly initiatedEventId: number
}

export function newRunId(): string {
  return randomUUID().replaceAll('-', '')
}

/** One run of a workflow, from its start to its close. */
export class Execution implements ExecutionName {
  readonly swf: Swf
  readonly domain: Domain
  readonly workflowId: string
  readonly runId: string
  readonly workflowType: NameAndVersion
  readonly configuration: ExecutionConfiguration
  readonly tagList: readonly string[] | undefined
  readonly parent: ParentLink | undefined
  readonly startedAtMs: number
  /** A later execution has a higher one. */
  readonly ordinal: number
  readonly history = new History()
  readonly turns = new DeciderTurns(this)
  readonly activities = new OpenActivities()
  readonly timers = new SparseMap<string, WorkflowTimer>()
  readonly lambdas = new SparseMap<string, LambdaTask>()
  /** The open children, by the event that initiated them; undefined until one is started. */
  readonly children = new SparseMap<number, Execution | undefined>()
  latestActivityTaskAtMs: number | undefined
  latestExecutionContext: string | undefined
  #cancelRequested = false
  #closedAtMs: number | undefined
  #closeStatus: CloseStatus | undefined
  #deadline: Deadline | undefined

  private constructor(swf: Swf, domain: Domain, properties: ExecutionProperties) {
    this.swf = swf
    this.domain = domain
    this.workflowId = properties.workflowId
    this.runId = properties.runId ?? newRunId()
    this.workflowType = properties.workflowType
    this.configuration = properties.configuration
    this.tagList = properties.tagList
    this.parent = properties.parent
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
      continuedExecutionRunId: properties.continuedExecutionRunId,
      parentWorkflowExecution: properties.parent?.name,
      parentInitiatedEventId: properties.parent?.initiatedEventId ?? 0,
    })
    execution.wakeDecider()
    return execution
  }

  get name(): ExecutionName {
    return { workflowId: this.workflowId, runId: this.runId }
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

  get cancelRequested(): boolean {
    return this.#cancelRequested
  }

  get decisionTask(): DecisionTask | undefined {
    return this.turns.task
  }

  /**
   * Writes an event and gives its id. The last place in a history is for the event that closes it: another one that would take it
   * terminates the execution instead. A closed execution writes nothing more; the id is 0 then.
   */
  record<Type extends EventType>(eventType: Type, attributes: EventAttributes[Type]): number {
    if (!this.isOpen) return 0
    if (this.history.lastEventId < HISTORY_LIMIT - 1 || closingEvents.has(eventType)) {
      return this.history.append(eventType, this.swf.nowMs(), attributes)
    }
    terminate(this, { cause: 'EVENT_LIMIT_EXCEEDED', reason: undefined, details: undefined })
    return 0
  }

  /** Called after each event that the decider must see. */
  wakeDecider(): void {
    if (this.isOpen) this.turns.wake()
  }

  /** A deadline of an execution that is closed already never comes. */
  deadlineAt(atMs: number, callback: () => void): Deadline {
    return this.swf.deadlines.add(this.isOpen ? atMs : Infinity, callback)
  }

  signal({ signalName, input }: Signal, sender?: Sender): void {
    this.record('WorkflowExecutionSignaled', { signalName, input, ...sentBy(sender) })
    this.wakeDecider()
  }

  /** A request only: what comes of it is the decider's business. */
  requestCancel(sender?: Sender, cause?: 'CHILD_POLICY_APPLIED'): void {
    this.record('WorkflowExecutionCancelRequested', { ...sentBy(sender), cause })
    if (!this.isOpen) return
    this.#cancelRequested = true
    this.wakeDecider()
  }

  addActivity(activity: ActivityTask): void {
    if (!this.isOpen) return
    this.activities.add(activity)
    this.latestActivityTaskAtMs = this.swf.nowMs()
    this.turns.afterBatch(() => {
      if (this.activities.scheduledBy(activity.scheduledEventId) === activity) activity.list()
    })
  }

  /** After the closing event: the execution's tasks vanish from their lists, its deadlines are off, its parent is told. */
  close(ending: Ending): void {
    this.#closeStatus = ending.status
    this.#closedAtMs = this.swf.nowMs()
    this.#deadline?.cancel()
    this.#deadline = undefined
    this.turns.close()
    this.activities.close()
    for (const timer of this.timers.values()) timer.close()
    this.timers.clear()
    for (const lambda of this.lambdas.values()) lambda.close()
    this.lambdas.clear()
    this.swf.closed(this)
    this.parent?.ended(this, ending)
  }

  #timeOut(): void {
    const { childPolicy } = this.configuration
    this.record('WorkflowExecutionTimedOut', { timeoutType: 'START_TO_CLOSE', childPolicy })
    this.close({ status: 'TIMED_OUT' })
    applyChildPolicy(this, childPolicy)
  }
}

function sentBy(sender: Sender | undefined) {
  const { execution, initiatedEventId = 0 } = sender ?? {}
  return { externalWorkflowExecution: execution, externalInitiatedEventId: initiatedEventId }
}
