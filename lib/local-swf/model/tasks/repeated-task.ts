import type { ListedTask, Listing, Startable, TaskLists } from './task-lists.js'

/** A task that a poll was handed already, and that is handed to another poll as well. The execution does not learn of it. */
export class RepeatedTask<Task extends ListedTask> implements Startable<Task> {
  readonly taskList: string
  /** The highest there is, so that the next poll gets the task. */
  readonly priority = Infinity
  readonly #task: Task
  #listing: Listing | undefined

  constructor(task: Task) {
    this.taskList = task.taskList
    this.#task = task
  }

  /** Lets the task wait for a poll, or gives it to a poll that waits. */
  list(lists: TaskLists<Startable<Task>>): void {
    this.#listing = lists.offer(this)
  }

  start(): Task {
    this.#listing?.remove()
    return this.#task
  }
}
