import { domainAlreadyExists, domainDeprecated, unknownExecution } from '../../answers/faults.js'
import type { ActivityTask } from '../tasks/activity-task.js'
import type { DecisionTask } from '../tasks/decision-task.js'
import { DomainTags, type ResourceTag } from './domain-tags.js'
import type { ChildPolicy } from '../events/parts.js'
import type { Execution } from '../execution/execution.js'
import { durationInDaysMs } from '../../time/durations.js'
import { closeTimeMs, ExecutionIndex, startTimeMs } from '../visibility/execution-index.js'
import { TaskLists, type Startable } from '../tasks/task-lists.js'
import { TypeRegistry } from './type-registry.js'

/** What may be left out of a ScheduleActivityTask decision. Times are SWF's own: whole seconds as text, or NONE. */
export interface ActivityDefaults {
  readonly taskList: string | undefined
  readonly taskPriority: string | undefined
  readonly scheduleToStartTimeout: string | undefined
  readonly scheduleToCloseTimeout: string | undefined
  readonly startToCloseTimeout: string | undefined
  readonly heartbeatTimeout: string | undefined
}

/** What may be left out of a StartWorkflowExecution. */
export interface WorkflowDefaults {
  readonly taskList: string | undefined
  readonly taskPriority: string | undefined
  readonly executionStartToCloseTimeout: string | undefined
  readonly taskStartToCloseTimeout: string | undefined
  readonly childPolicy: ChildPolicy | undefined
  readonly lambdaRole: string | undefined
}

export interface DomainProperties {
  readonly name: string
  readonly description: string | undefined
  readonly retentionPeriodInDays: string
  readonly tags?: readonly ResourceTag[]
}

/** One domain: its types, its task lists, its executions. */
export class Domain {
  readonly name: string
  readonly description: string | undefined
  readonly retentionPeriodInDays: string
  readonly tags: DomainTags
  readonly activityTypes = new TypeRegistry<ActivityDefaults>('ActivityType')
  readonly workflowTypes = new TypeRegistry<WorkflowDefaults>('WorkflowType')
  readonly activityTasks = new TaskLists<Startable<ActivityTask>>()
  readonly decisionTasks = new TaskLists<Startable<DecisionTask>>()
  readonly open = new ExecutionIndex(startTimeMs)
  /** What closed and is kept, by either of its times. */
  readonly closedByStart = new ExecutionIndex(startTimeMs)
  readonly closedByClose = new ExecutionIndex(closeTimeMs)
  #isDeprecated = false

  constructor({ name, description, retentionPeriodInDays, tags }: DomainProperties) {
    this.name = name
    this.description = description
    this.retentionPeriodInDays = retentionPeriodInDays
    this.tags = new DomainTags(tags)
  }

  get isDeprecated(): boolean {
    return this.#isDeprecated
  }

  /** A deprecated domain takes no new types and executions; what runs in it goes on (documented). */
  requireRegistered(): this {
    if (this.#isDeprecated) throw domainDeprecated(this.name)
    return this
  }

  /** Deprecates the types of the domain too (documented). */
  deprecate(nowMs: number): void {
    this.requireRegistered()
    this.#isDeprecated = true
    this.activityTypes.deprecateAll(nowMs)
    this.workflowTypes.deprecateAll(nowMs)
  }

  /** The fault of a domain that is not deprecated is documented (API reference, DomainAlreadyExistsFault). Chosen: its types stay deprecated. */
  undeprecate(): void {
    if (!this.#isDeprecated) throw domainAlreadyExists(this.name)
    this.#isDeprecated = false
  }

  /** How long a closed execution is kept. */
  get retentionMs(): number {
    return durationInDaysMs(this.retentionPeriodInDays)
  }

  get openCount(): number {
    return this.open.size
  }

  /** There is one open run of a workflowId at most. */
  findOpen(workflowId: string): Execution | undefined {
    return this.open.select({ workflowId }).first
  }

  /** The open run of a workflowId, which must be the run that is given, if one is. */
  getOpen(workflowId: string, runId?: string): Execution {
    const execution = this.findOpen(workflowId)
    if (!execution || (runId && execution.runId !== runId)) throw unknownExecution(workflowId, runId)
    return execution
  }
}
