import { randomUUID } from 'node:crypto'
import type { NameAndVersion } from '../../answers/faults.js'
import { SparseMap } from '../../collections/sparse-map.js'
import type { Deadline, Deadlines } from '../../time/deadlines.js'
import { durationMs } from '../../time/durations.js'
import type { Workload } from '../../time/workload.js'
import type { Domain } from '../domain/domain.js'
import type { EventAttributes, EventType } from '../events/event-attributes.js'
import { History } from '../events/history.js'
import type { ExecutionName } from '../events/parts.js'
import { HISTORY_LIMIT } from '../limits.js'
import type { ActivityTask } from '../tasks/activity-task.js'
import type { DecisionTask } from '../tasks/decision-task.js'
import type { LambdaFunctions } from '../tasks/lambda-functions.js'
import type { LambdaTask } from '../tasks/lambda-task.js'
import { OpenActivities } from '../tasks/open-activities.js'
import type { TaskExecution } from '../tasks/task-execution.js'
import type { WorkflowTimer } from '../tasks/workflow-timer.js'
import { DeciderTurns } from './decider-turns.js'
import type { ExecutionConfiguration } from './execution-configuration.js'
import { closingEvents, type CloseStatus, type ExecutionOutcome } from './execution-outcome.js'
import { applyChildPolicy, terminate, type Sender } from './terminate.js'

/** What an execution needs of the SWF in which it runs. */
export interface ExecutionHost {
  readonly deadlines: Deadlines
  readonly workload: Workload
  readonly lambdaFunctions: LambdaFunctions
  nowMs(): number
  /** A number that is higher than those of all earlier executions. */
  nextOrdinal(): number
  noteOpened(execution: Execution): void
  noteClosed(execution: Execution): void
}

/** The execution that started another one as its child, as the child knows it. */
export interface Parent {
  readonly name: ExecutionName
  readonly initiatedEventId: number
  /** Called when the child has continued as new, with its next run. */
  continuedBy(nextRun: Execution): void
  /** Called when the child has closed. */
  childClosed(child: Execution, outcome: ExecutionOutcome): void
}

export interface ExecutionProperties {
  readonly workflowId: string
  readonly workflowType: NameAndVersion
  readonly configuration: ExecutionConfiguration
  readonly input: string | undefined
  readonly tagList: readonly string[] | undefined
  /** The id of the run, if it is known already. By default the run gets a new one. */
  readonly runId?: string
  readonly continuedExecutionRunId?: string
  readonly parent?: Parent | undefined
}

export interface Signal {
  readonly signalName: string
  readonly input: string | undefined
}

export function newRunId(): string {
  return randomUUID().replaceAll('-', '')
}

/** One run of a workflow, from its start to its close. */
export class Execution implements TaskExecution {
  readonly domain: Domain
  readonly workflowId: string
  readonly runId: string
  readonly workflowType: NameAndVersion
  readonly configuration: ExecutionConfiguration
  readonly tagList: readonly string[] | undefined
  readonly parent: Parent | undefined
  readonly startedAtMs: number
  /** A later execution has a higher number. */
  readonly ordinal: number
  readonly history = new History()
  readonly turns = new DeciderTurns(this)
  readonly activities = new OpenActivities()
  readonly timers = new SparseMap<string, WorkflowTimer>()
  readonly lambdas = new SparseMap<string, LambdaTask>()
  /** The open children, by the event that initiated them; undefined for a child that has not started. */
  readonly children = new SparseMap<number, Execution | undefined>()
  /** The time of the latest event of an activity (recorded; the documentation says: of the latest scheduling). */
  latestActivityTaskAtMs: number | undefined
  latestExecutionContext: string | undefined
  readonly #host: ExecutionHost
  #cancelRequested = false
  #closedAtMs: number | undefined
  #closeStatus: CloseStatus | undefined
  #deadline: Deadline | undefined

  private constructor(host: ExecutionHost, domain: Domain, properties: ExecutionProperties) {
    this.#host = host
    this.domain = domain
    this.workflowId = properties.workflowId
    this.runId = properties.runId ?? newRunId()
    this.workflowType = properties.workflowType
    this.configuration = properties.configuration
    this.tagList = properties.tagList
    this.parent = properties.parent
    this.startedAtMs = host.nowMs()
    this.ordinal = host.nextOrdinal()
    const timeoutMs = durationMs(this.configuration.executionStartToCloseTimeout)
    this.#deadline = host.deadlines.add(this.startedAtMs + timeoutMs, () => this.#timeOut())
  }

  static start(host: ExecutionHost, domain: Domain, properties: ExecutionProperties): Execution {
    const execution = new Execution(host, domain, properties)
    host.noteOpened(execution)
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

  /** Whether somebody asked to cancel the execution. No longer so once it is closed (recorded). */
  get cancelRequested(): boolean {
    return this.isOpen && this.#cancelRequested
  }

  get decisionTask(): DecisionTask | undefined {
    return this.turns.task
  }

  get workload(): Workload {
    return this.#host.workload
  }

  get lambdaFunctions(): LambdaFunctions {
    return this.#host.lambdaFunctions
  }

  nowMs(): number {
    return this.#host.nowMs()
  }

  /**
   * Writes an event and returns its id. The last place in a history is kept for the event that closes the execution: any other event
   * that would take it terminates the execution instead. A closed execution writes nothing, and the id is 0 then.
   */
  record<Type extends EventType>(eventType: Type, attributes: EventAttributes[Type]): number {
    if (!this.isOpen) return 0
    if (this.history.lastEventId < HISTORY_LIMIT - 1 || closingEvents.has(eventType)) {
      if (eventType.startsWith('ActivityTask')) this.latestActivityTaskAtMs = this.nowMs()
      return this.history.append(eventType, this.nowMs(), attributes)
    }
    terminate(this, { cause: 'EVENT_LIMIT_EXCEEDED', reason: undefined, details: undefined })
    return 0
  }

  /** Gives the decider a turn. To be called after each event that the decider must see. */
  wakeDecider(): void {
    if (this.isOpen) this.turns.wake()
  }

  deadlineAt(atMs: number, callback: () => void): Deadline {
    return this.#host.deadlines.add(this.isOpen ? atMs : Infinity, callback)
  }

  signal({ signalName, input }: Signal, sender?: Sender): void {
    this.record('WorkflowExecutionSignaled', { signalName, input, ...senderAttributes(sender) })
    this.wakeDecider()
  }

  /** Writes the request down. Whether the execution is canceled is for the decider to decide. */
  requestCancel(sender?: Sender, cause?: 'CHILD_POLICY_APPLIED'): void {
    this.record('WorkflowExecutionCancelRequested', { ...senderAttributes(sender), cause })
    if (!this.isOpen) return
    this.#cancelRequested = true
    this.wakeDecider()
  }

  addActivity(activity: ActivityTask): void {
    if (!this.isOpen) return
    this.activities.add(activity)
    this.turns.afterBatch(() => {
      const isOpen = this.activities.findScheduledBy(activity.scheduledEventId) === activity
      if (isOpen && !activity.cancelRequested) activity.list(this.domain.activityTasks)
    })
  }

  /** Closes the execution by a decision. The child policy applies once the batch is carried out, also to children of that very batch. */
  closeByDecision(outcome: ExecutionOutcome): void {
    this.turns.afterBatch(() => applyChildPolicy(this, this.configuration.childPolicy))
    this.close(outcome)
  }

  /** To be called after the closing event: takes the tasks off their lists, ends the deadlines, and tells the parent. */
  close(outcome: ExecutionOutcome): void {
    this.#closeStatus = outcome.status
    this.#closedAtMs = this.nowMs()
    this.#deadline?.cancel()
    this.#deadline = undefined
    this.turns.close()
    this.activities.close()
    for (const timer of this.timers.values()) timer.close()
    this.timers.clear()
    for (const lambda of this.lambdas.values()) lambda.close()
    this.lambdas.clear()
    this.#host.noteClosed(this)
    this.parent?.childClosed(this, outcome)
  }

  #timeOut(): void {
    const { childPolicy } = this.configuration
    this.record('WorkflowExecutionTimedOut', { timeoutType: 'START_TO_CLOSE', childPolicy })
    this.close({ status: 'TIMED_OUT' })
    applyChildPolicy(this, childPolicy)
  }
}

function senderAttributes(sender: Sender | undefined) {
  const { execution, initiatedEventId = 0 } = sender ?? {}
  return { externalWorkflowExecution: execution, externalInitiatedEventId: initiatedEventId }
}
