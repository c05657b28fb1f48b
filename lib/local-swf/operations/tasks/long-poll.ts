import { RepeatedTask } from '../../model/tasks/repeated-task.js'
import type { ListedTask, Startable, TaskLists } from '../../model/tasks/task-lists.js'
import type { Call } from '../operation.js'

/** How long a poll that finds no task is held (documented). */
const HELD_MS = 60_000

interface Poll {
  readonly taskList: string
  readonly identity: string | undefined
}

/**
 * Starts the next task of the list, or waits until a task comes and starts that. Gives undefined after 60 s without a task, and when the
 * start of the task that came ended its execution. A task starts in the same turn of the event loop in which it is handed over, so that
 * it is at every moment either in the list or started.
 */
export function longPoll<Task extends ListedTask>(
  lists: TaskLists<Startable<Task>>,
  { taskList, identity }: Poll,
  call: Call,
): Task | undefined | Promise<Task | undefined> {
  if (call.isDisconnected()) return undefined
  const start = (listed: Startable<Task>): Task | undefined => {
    const task = listed.start(identity)
    if (task && !(listed instanceof RepeatedTask)) call.onTask?.(() => new RepeatedTask(task).list(lists))
    return task
  }
  lists.notePoll(taskList)
  for (let next = lists.next(taskList); next; next = lists.next(taskList)) {
    const started = start(next)
    if (started) return started
  }
  return new Promise((resolve) => {
    const end = (started: Task | undefined): void => {
      deadline.cancel()
      listing.remove()
      resolve(started)
    }
    const listing = lists.wait(taskList, {
      isDisconnected: () => call.isDisconnected(),
      hand: (handed) => end(start(handed)),
      end: () => end(undefined),
    })
    const deadline = call.swf.holdFor(HELD_MS, () => end(undefined))
    call.onDisconnect(() => end(undefined))
  })
}
