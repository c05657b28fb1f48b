import type { Domain } from '../model/domain/domain.js'
import type { WaitingInList } from '../model/tasks/task-lists.js'

/** How many tasks and polls wait in one task list. A list in which nothing waits does not exist. */
export interface TaskListDescription {
  readonly domain: string
  /** Whether activity tasks or decision tasks wait in the list. Lists of both kinds may have the same name. */
  readonly kind: 'activity' | 'decision'
  readonly name: string
  /** Tasks that no worker or decider has taken yet. */
  readonly waitingTasks: number
  /** Polls that are held until a task comes. */
  readonly waitingPolls: number
}

export function describeTaskLists({ name, activityTasks, decisionTasks }: Domain): readonly TaskListDescription[] {
  const describe =
    (kind: TaskListDescription['kind']) =>
    (list: WaitingInList): TaskListDescription => ({
      domain: name,
      kind,
      name: list.name,
      waitingTasks: list.tasks,
      waitingPolls: list.polls,
    })
  return [...Array.from(activityTasks.all(), describe('activity')), ...Array.from(decisionTasks.all(), describe('decision'))]
}
