import { limitExceeded } from '../../answers/faults.js'
import { POLLERS_LIMIT } from '../limits.js'
import { OrderedSet } from '../../collections/ordered-set.js'

/** A task that waits in a task list, or that came out of one. */
export interface ListedTask {
  readonly taskList: string
  /** A higher number goes first (documented). */
  readonly priority: number
}

/** What a poll finds in a task list, and starts. */
export interface Startable<Task> extends ListedTask {
  /**
   * Takes the task off its list and gives it to whoever polled. Returns undefined when the start was one event too many for the
   * history, so that the execution has ended instead.
   */
  start(identity: string | undefined): Task | undefined
}

export interface WaitingPoll<Task> {
  /** Whether the client is known to have disconnected. It is given no task then. */
  isDisconnected(): boolean
  /** Gives the poll a task. */
  hand(task: Task): void
  /** Ends the poll without a task. */
  end(): void
}

/** The place of a task or a poll in a list. */
export interface Listing {
  /** Takes the task or the poll off the list. Does nothing when it has left the list already. */
  remove(): void
}

/** How many tasks and polls wait in a list. */
export interface WaitingInList {
  readonly name: string
  readonly tasks: number
  readonly polls: number
}

/** What waits in a list, with a number that tells when it came. */
interface Arrival<Value> {
  readonly value: Value
  readonly sequence: number
}

interface TaskList<Task> {
  readonly polls: OrderedSet<Arrival<WaitingPoll<Task>>>
  readonly tasks: OrderedSet<Arrival<Task>>
}

function inOrderOfArrival(one: Arrival<unknown>, other: Arrival<unknown>): number {
  return one.sequence - other.sequence
}

function inOrderOfPriority(one: Arrival<ListedTask>, other: Arrival<ListedTask>): number {
  const [priority, otherPriority] = [one.value.priority, other.value.priority]
  return priority === otherPriority ? inOrderOfArrival(one, other) : otherPriority - priority
}

/**
 * The task lists of one domain, either for activities or for decisions, which are separate name spaces (documented). A list exists
 * while tasks or polls wait in it; both never wait at the same time. Tasks go by priority, and those of one priority, like polls, in
 * order of arrival.
 */
export class TaskLists<Task extends ListedTask> {
  readonly #lists = new Map<string, TaskList<Task>>()
  readonly #served = new Set<string>()
  #sequence = 0

  /** Hands the task to the poll that has waited longest, or else lets it wait for a poll. Returns undefined when it was handed over. */
  offer(task: Task): Listing | undefined {
    const { taskList: name } = task
    const list = this.#open(name)
    for (let poll = list.polls.shift(); poll; poll = list.polls.shift()) {
      if (poll.value.isDisconnected()) continue
      this.#dropIfEmpty(name, list)
      poll.value.hand(task)
      return undefined
    }
    return this.#add(name, list, list.tasks, task)
  }

  /** The next task of the list. It stays in the list until it is started. */
  next(name: string): Task | undefined {
    return this.#lists.get(name)?.tasks.first?.value
  }

  /**
   * Lets a poll wait in the list.
   * @throws SwfFault LimitExceededFault, when too many polls wait there already
   */
  wait(name: string, poll: WaitingPoll<Task>): Listing {
    const list = this.#open(name)
    if (list.polls.size >= POLLERS_LIMIT) throw limitExceeded(`${POLLERS_LIMIT} polls of the task list ${name}`)
    return this.#add(name, list, list.polls, poll)
  }

  /** Notes that somebody polls the list. The name of the list is kept until a reset. */
  notePoll(name: string): void {
    this.#served.add(name)
  }

  /** Whether anybody has ever polled the list. */
  isServed(name: string): boolean {
    return this.#served.has(name)
  }

  /** How many tasks wait in the list. */
  count(name: string): number {
    return this.#lists.get(name)?.tasks.size ?? 0
  }

  *all(): Iterable<WaitingInList> {
    for (const [name, list] of this.#lists) yield { name, tasks: list.tasks.size, polls: list.polls.size }
  }

  endPolls(): void {
    for (const [name, list] of this.#lists) {
      for (let poll = list.polls.shift(); poll; poll = list.polls.shift()) poll.value.end()
      this.#dropIfEmpty(name, list)
    }
  }

  #add<Value extends object>(name: string, list: TaskList<Task>, waiting: OrderedSet<Arrival<Value>>, value: Value): Listing {
    const arrival = { value, sequence: this.#sequence++ }
    waiting.add(arrival)
    return {
      remove: () => {
        if (waiting.remove(arrival)) this.#dropIfEmpty(name, list)
      },
    }
  }

  #open(name: string): TaskList<Task> {
    let list = this.#lists.get(name)
    if (!list) {
      list = {
        polls: new OrderedSet<Arrival<WaitingPoll<Task>>>(inOrderOfArrival),
        tasks: new OrderedSet<Arrival<Task>>(inOrderOfPriority),
      }
      this.#lists.set(name, list)
    }
    return list
  }

  #dropIfEmpty(name: string, list: TaskList<Task>): void {
    if (list.polls.size === 0 && list.tasks.size === 0) this.#lists.delete(name)
  }
}
