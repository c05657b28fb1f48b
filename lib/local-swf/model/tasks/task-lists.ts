import { limitExceeded } from '../../answers/faults.js'
import { POLLERS_LIMIT } from '../limits.js'
import { LinkedList } from '../../collections/linked-list.js'
import { countFirst } from '../../collections/ordered-set.js'

/** What a task list hands out. */
export interface ListedTask {
  readonly taskList: string
  /** A higher number goes first (documented). */
  readonly priority: number
}

/** What a poll starts. */
export interface Startable<Task> extends ListedTask {
  /** Gives the task to whoever polled; undefined when its execution ended over it. Its own list forgets it. */
  start(identity: string | undefined): Task | undefined
}

export interface WaitingPoll<Task> {
  /** Whether the client is known to have gone: it then gets nothing. */
  isGone(): boolean
  hand(task: Task): void
  /** There will be no task. */
  end(): void
}

/** The place of a task or poll in a list. */
export interface Listing {
  /** Harmless when it has left the list already. */
  remove(): void
}

/** What waits in a list: tasks or polls. */
export interface WaitingInList {
  readonly name: string
  readonly tasks: number
  readonly polls: number
}

interface PrioritisedTasks<Task> {
  readonly priority: number
  readonly tasks: LinkedList<Task>
}

interface TaskList<Task> {
  readonly polls: LinkedList<WaitingPoll<Task>>
  /** The highest priority first; none of them is empty. */
  readonly tasks: PrioritisedTasks<Task>[]
}

/**
 * The task lists of one domain and one kind: activity and decision lists are separate name spaces (documented).
 * A list exists while tasks or polls wait in it, never both. Polls, and tasks of one priority, go in order of arrival.
 */
export class TaskLists<Task extends ListedTask> {
  readonly #lists = new Map<string, TaskList<Task>>()
  readonly #served = new Set<string>()

  /** Hands the task to the poll that has waited longest, or lets it wait for a poll. */
  offer(task: Task): Listing | undefined {
    const { taskList: name, priority } = task
    const list = this.#open(name)
    for (let poll = list.polls.shift(); poll; poll = list.polls.shift()) {
      if (poll.isGone()) continue
      this.#dropIfEmpty(name, list)
      poll.hand(task)
      return undefined
    }
    const tasks = tasksOf(list, priority)
    const node = tasks.push(task)
    return {
      remove: () => {
        if (!tasks.remove(node)) return
        if (tasks.size === 0) list.tasks.splice(placeOf(list, priority), 1)
        this.#dropIfEmpty(name, list)
      },
    }
  }

  /** The task that is next; the caller takes it off by its listing. */
  next(name: string): Task | undefined {
    const list = this.#lists.get(name)
    if (!list) return undefined
    return list.tasks[0]?.tasks.first
  }

  /** @throws SwfFault LimitExceededFault when too many wait in the list already */
  wait(name: string, poll: WaitingPoll<Task>): Listing {
    const list = this.#open(name)
    if (list.polls.size >= POLLERS_LIMIT) throw limitExceeded(`${POLLERS_LIMIT} polls of the task list ${name}`)
    const node = list.polls.push(poll)
    return {
      remove: () => {
        if (list.polls.remove(node)) this.#dropIfEmpty(name, list)
      },
    }
  }

  /** Notes that somebody polls the list. One name for each list is kept, until a reset. */
  polled(name: string): void {
    this.#served.add(name)
  }

  /** Whether anybody ever polled the list. */
  isServed(name: string): boolean {
    return this.#served.has(name)
  }

  /** How many tasks wait in the list. */
  count(name: string): number {
    const list = this.#lists.get(name)
    return list ? countTasks(list) : 0
  }

  *all(): Iterable<WaitingInList> {
    for (const [name, list] of this.#lists) yield { name, tasks: countTasks(list), polls: list.polls.size }
  }

  endPolls(): void {
    for (const [name, list] of this.#lists) {
      for (let poll = list.polls.shift(); poll; poll = list.polls.shift()) poll.end()
      this.#dropIfEmpty(name, list)
    }
  }

  #open(name: string): TaskList<Task> {
    let list = this.#lists.get(name)
    if (!list) {
      list = { polls: new LinkedList(), tasks: [] }
      this.#lists.set(name, list)
    }
    return list
  }

  #dropIfEmpty(name: string, list: TaskList<Task>): void {
    if (list.polls.size === 0 && list.tasks.length === 0) this.#lists.delete(name)
  }
}

function countTasks(list: TaskList<unknown>): number {
  return list.tasks.reduce((count, { tasks }) => count + tasks.size, 0)
}

function tasksOf<Task>(list: TaskList<Task>, priority: number): LinkedList<Task> {
  const place = placeOf(list, priority)
  const found = list.tasks[place]
  if (found?.priority === priority) return found.tasks
  const tasks = new LinkedList<Task>()
  list.tasks.splice(place, 0, { priority, tasks })
  return tasks
}

/** Where the priority is, or would be. */
function placeOf<Task>(list: TaskList<Task>, priority: number): number {
  return countFirst(list.tasks, (higher) => higher.priority > priority)
}
