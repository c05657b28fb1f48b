import { DecisionTask, type DecisionTaskPlace } from '../tasks/decision-task.js'
import type { Startable, TaskLists } from '../tasks/task-lists.js'

/** What the turns of a decider need of the execution. */
type TurnsExecution = DecisionTask['execution'] & {
  readonly domain: { readonly decisionTasks: TaskLists<Startable<DecisionTask>> }
  latestExecutionContext: string | undefined
}

/** What a decision needs to know of the turn in which it was made. */
export interface TurnContext {
  readonly decisionTaskCompletedEventId: number
  /**
   * Whether something happened that the decider had not seen when it decided, so that the next decision task waits already. A decision
   * that fails in the same batch does not count as such (chosen).
   */
  readonly hasUnhandledEvents: boolean
}

/** The answer to a decision task. */
export interface DecisionAnswer {
  /** Each of them carries out one decision. The order is that of the decisions. */
  readonly decisions: ReadonlyArray<(context: TurnContext) => void>
  readonly executionContext: string | undefined
  /** The list for the decision tasks to come, if it is to be another one. */
  readonly taskList: string | undefined
  /** When it is given, the other list is only tried for so long: whole seconds as text. */
  readonly taskListScheduleToStartTimeout: string | undefined
}

/**
 * Another task list without a timeout is permanent. Chosen: NONE counts as no timeout (the reference knows only a missing one), and a
 * timeout without a task list says nothing.
 */
const PERMANENT = 'NONE'

/**
 * The turns of an execution's decider. A decider has one decision task at a time. What happens while it has one schedules the next task
 * at once, which is not handed out before the present one is over, and while a task waits no other one is scheduled (recorded; the
 * documentation speaks of one open task). What a batch of decisions itself causes schedules a task at the end of the batch (chosen).
 */
export class DeciderTurns {
  readonly #execution: TurnsExecution
  /** The task that a decider has, or that waits in its list for one. */
  #task: DecisionTask | undefined
  /** The task that was scheduled while a decider has the present one. It is in no list yet. */
  #next: DecisionTask | undefined
  #isInBatch = false
  /** Whether a decision of the batch failed, so that the decider must have another turn. */
  #isDue = false
  /** The DecisionTaskStarted event of the last decision task that was completed, or 0. */
  #previousStartedEventId = 0
  /** The task list that an answer gave in place of the execution's own. */
  #override: DecisionTaskPlace | undefined
  #afterBatch: Array<() => void> = []

  constructor(execution: TurnsExecution) {
    this.#execution = execution
  }

  /** The open decision task: the one that a decider has, if one has it. */
  get task(): DecisionTask | undefined {
    return this.#task
  }

  /** Gives the decider a turn because something happened. */
  wake(): void {
    if (this.#isInBatch) this.#isDue = true
    else if (!this.#task) this.#begin(this.#schedule())
    else if (this.#task.startedEventId > 0) this.#next ??= this.#schedule()
  }

  /** Ends the turn, and carries out what the decider decided. */
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
    // That event may have been one too many for the history, so that the execution has ended.
    if (!execution.isOpen) return
    execution.latestExecutionContext = executionContext ?? execution.latestExecutionContext
    this.#previousStartedEventId = startedEventId
    if (taskList) this.#override = { taskList, scheduleToStartTimeout: taskListScheduleToStartTimeout || PERMANENT }
    const context = { decisionTaskCompletedEventId, hasUnhandledEvents: this.#next !== undefined }
    this.#isInBatch = true
    for (const decide of decisions) if (execution.isOpen) decide(context)
    this.#isInBatch = false
    if (execution.isOpen) this.#end(task, this.#isDue)
    this.#isDue = false
    const effects = this.#afterBatch
    // A new array, because one that is emptied by splice keeps its memory.
    this.#afterBatch = []
    for (const effect of effects) effect()
  }

  /** Repeats a turn that timed out. A list that was only tried is given up (API reference, RespondDecisionTaskCompleted). */
  #timeOut(task: DecisionTask): void {
    if (this.#override?.scheduleToStartTimeout !== PERMANENT) this.#override = undefined
    if (task === this.#next) this.#next = this.#schedule()
    else this.#end(task, true)
  }

  /**
   * Delays what other executions and workers see of a decision until the whole batch is applied, so that the events of the batch stay
   * together. This holds for a batch that closes the execution, too: its children start and its signals are sent (chosen). A decision
   * whose event was one too many for the history has no effect.
   */
  afterBatch(effect: () => void): void {
    if (this.#execution.isOpen) this.#afterBatch.push(effect)
  }

  /** Closes the decision tasks, because the execution closes. */
  close(): void {
    this.#task?.close()
    this.#next?.close()
    this.#task = undefined
    this.#next = undefined
  }

  /** Goes on to the task that waits, or else to a new one if another turn is due. */
  #end(task: DecisionTask, isDue: boolean): void {
    task.close()
    this.#task = undefined
    this.#begin(this.#next ?? (isDue ? this.#schedule() : undefined))
  }

  #begin(task: DecisionTask | undefined): void {
    this.#next = undefined
    this.#task = task
    task?.list(this.#execution.domain.decisionTasks, this.#previousStartedEventId)
  }

  /** Undefined when the event was one too many for the history, so that the execution has ended instead. */
  #schedule(): DecisionTask | undefined {
    const place = this.#override
    const task = new DecisionTask(this.#execution, { place, onTimeOut: (timedOut) => this.#timeOut(timedOut) })
    return this.#execution.isOpen ? task : undefined
  }
}
