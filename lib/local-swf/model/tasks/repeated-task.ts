import type { ListedTask, Listing, Startable, TaskLists } from './task-lists.js'

/** A task that somebody has already, on its way to a second one. Its execution hears nothing of that. */
export class RepeatedTask<Task extends ListedTask> implements Startable<Task> {
  readonly taskList: string
  /** Before all others: the next poll gets it. */
  readonly priority = Infinity
  readonly #task: Task
  #listing: Listing | undefined

  constructor(task: Task) {
    this.taskList = task.taskList
    this.#task = task
  }

  /** Lets it wait for a poll, or gives it to one that waits. */
  list(lists: TaskLists<Startable<Task>>): void {
    this.#listing = lists.offer(this)
  }

  start(): Task {
    this.#listing?.remove()
    return this.#task
  }
}
