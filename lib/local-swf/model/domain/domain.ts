import { domainAlreadyExists, domainDeprecated } from '../../answers/faults.js'
import { durationInDaysMs } from '../../time/durations.js'
import type { ActivityTask } from '../tasks/activity-task.js'
import type { DecisionTask } from '../tasks/decision-task.js'
import { TaskLists, type Startable } from '../tasks/task-lists.js'
import { DomainTags, type ResourceTag } from './domain-tags.js'
import type { ActivityDefaults, WorkflowDefaults } from './type-defaults.js'
import { TypeRegistry } from './type-registry.js'

export interface DomainProperties {
  readonly name: string
  readonly description: string | undefined
  readonly retentionPeriodInDays: string
  readonly tags?: readonly ResourceTag[]
}

/** One domain: its types, its task lists and its tags. Its executions are in DomainExecutions. */
export class Domain {
  readonly name: string
  readonly description: string | undefined
  readonly retentionPeriodInDays: string
  readonly tags: DomainTags
  readonly activityTypes = new TypeRegistry<ActivityDefaults>('ActivityType')
  readonly workflowTypes = new TypeRegistry<WorkflowDefaults>('WorkflowType')
  readonly activityTasks = new TaskLists<Startable<ActivityTask>>()
  readonly decisionTasks = new TaskLists<Startable<DecisionTask>>()
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

  /**
   * Returns the domain itself. A deprecated domain takes no new types and executions, but what runs in it goes on (documented).
   * @throws SwfFault DomainDeprecatedFault
   */
  requireRegistered(): this {
    if (this.#isDeprecated) throw domainDeprecated(this.name)
    return this
  }

  /** Deprecates the domain and all its types (documented). */
  deprecate(nowMs: number): void {
    this.requireRegistered()
    this.#isDeprecated = true
    this.activityTypes.deprecateAll(nowMs)
    this.workflowTypes.deprecateAll(nowMs)
  }

  /**
   * Makes a deprecated domain a registered one again. Chosen: its types stay deprecated.
   * @throws SwfFault DomainAlreadyExistsFault, when the domain is not deprecated (API reference, DomainAlreadyExistsFault)
   */
  undeprecate(): void {
    if (!this.#isDeprecated) throw domainAlreadyExists(this.name)
    this.#isDeprecated = false
  }

  /** How long a closed execution is kept. */
  get retentionMs(): number {
    return durationInDaysMs(this.retentionPeriodInDays)
  }
}
