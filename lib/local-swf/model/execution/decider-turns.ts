import { DecisionTask, type DecisionTaskPlace } from '../tasks/decision-task.js'
import type { Execution } from './execution.js'

/** What a decision is applied with. */
export interface DecisionContext {
  readonly decisionTaskCompletedEventId: number
  /** Something happened that the decider had not seen when it decided; what fails in the same batch does not count (chosen). */
  readonly hasUnhandledEvents: boolean
}

/** A decision with its attributes, ready to be applied to an open execution. */
export interface Decision {
  /** Whether it ends the execution: it then must be the last of its batch. */
  readonly closes: boolean
  apply(execution: Execution, context: DecisionContext): void
}

/** The answer to a decision task. */
export interface DecisionAnswer {
  readonly decisions: readonly Decision[]
  readonly executionContext: string | undefined
  /** Another list for the decision tasks to come. */
  readonly taskList: string | undefined
  /** With it the other list is only tried: whole seconds as text. */
  readonly taskListScheduleToStartTimeout: string | undefined
}

/** As if no timeout were given (chosen: the reference knows only a missing one). Without a list a timeout is nothing (chosen). */
const PERMANENT = 'NONE'

/**
 * The turns of an execution's decider. One decision task is open at a time, so that while one is with a decider the next waits for its
 * answer, and while one waits for a decider no second is made (documented).
 */
export class DeciderTurns {
  readonly #execution: Execution
  #task: DecisionTask | undefined
  #isDue = false
  #previousStartedEventId = 0
  #override: DecisionTaskPlace | undefined
  #afterBatch: Array<() => void> = []

  constructor(execution: Execution) {
    this.#execution = execution
  }

  get task(): DecisionTask | undefined {
    return this.#task
  }

  /** The DecisionTaskStarted event of the last decision task that was completed, or 0. */
  get previousStartedEventId(): number {
    return this.#previousStartedEventId
  }

  /** Something happened: a turn, now or once the present one is over. */
  wake(): void {
    if (!this.#task) this.#schedule()
    else if (this.#task.startedEventId > 0) this.#isDue = true
  }

  /** Ends the turn, then applies what was decided. */
  complete(task: DecisionTask, { decisions, ...answer }: DecisionAnswer): void {
    const { scheduledEventId, startedEventId } = task
    const { taskList, taskListScheduleToStartTimeout, executionContext } = answer
    const execution = this.#execution
    const decisionTaskCompletedEventId = execution.record('DecisionTaskCompleted', {
      scheduledEventId,
      startedEventId,
      executionContext,
      taskList: taskList ? { name: taskList } : undefined,
      taskListScheduleToStartTimeout: taskListScheduleToStartTimeout || undefined,
    })
    // It may have been one too many for the history.
    if (!execution.isOpen) return
    execution.latestExecutionContext = executionContext ?? execution.latestExecutionContext
    this.#previousStartedEventId = startedEventId
    if (taskList) this.#override = { taskList, scheduleToStartTimeout: taskListScheduleToStartTimeout || PERMANENT }
    const context = { decisionTaskCompletedEventId, hasUnhandledEvents: this.#isDue }
    for (const decision of decisions) if (execution.isOpen) decision.apply(execution, context)
    if (execution.isOpen) this.#end(task)
    const effects = this.#afterBatch
    // A new one, since what is emptied by splice keeps its room.
    this.#afterBatch = []
    for (const effect of effects) effect()
  }

  /** A turn that came to nothing is had again; a list that was only tried is given up (API reference, RespondDecisionTaskCompleted). */
  timeOut(task: DecisionTask): void {
    if (this.#override?.scheduleToStartTimeout !== PERMANENT) this.#override = undefined
    this.#isDue = true
    this.#end(task)
  }

  /**
   * What other executions and workers see of a decision waits until the whole batch is applied: its events stay together. That
   * goes for a batch that closes the execution too: its children start, its signals are sent (chosen). A decision whose event was one
   * too many for the history has no effect.
   */
  afterBatch(effect: () => void): void {
    if (this.#execution.isOpen) this.#afterBatch.push(effect)
  }

  close(): void {
    this.#task?.close()
    this.#task = undefined
  }

  #end(task: DecisionTask): void {
    task.close()
    this.#task = undefined
    if (this.#isDue) this.#schedule()
  }

  #schedule(): void {
    this.#isDue = false
    const task = new DecisionTask(this.#execution, this.#override)
    if (!this.#execution.isOpen) return
    this.#task = task
    task.list()
  }
}
