import type { ListedTask, TaskLists } from '../model/task-lists.js'
import type { Call } from './operation.js'

/** How long a poll that finds nothing is held (documented). */
const HELD_MS = 60_000

interface StartableTask extends ListedTask {
  /** Gives the task to whoever polled; undefined when its execution ended over it. Its own list forgets it. */
  start(identity: string | undefined): this | undefined
}

interface Poll {
  readonly taskList: string
  readonly identity: string | undefined
}

/**
 * Starts the next task of the list, at once or when it comes; undefined after 60 s without one, or when the task that came ended its
 * execution by starting.
 * A task starts in the same turn in which it is handed over, so that it is never neither listed nor started.
 */
export function longPoll<Task extends StartableTask>(
  lists: TaskLists<Task>,
  { taskList, identity }: Poll,
  call: Call,
): Task | undefined | Promise<Task | undefined> {
  if (call.isGone()) return undefined
  lists.polled(taskList)
  for (let task = lists.next(taskList); task; task = lists.next(taskList)) {
    const started = task.start(identity)
    if (started) return started
  }
  return new Promise((resolve) => {
    const end = (started: Task | undefined): void => {
      deadline.cancel()
      listing.remove()
      resolve(started)
    }
    const listing = lists.wait(taskList, {
      isGone: () => call.isGone(),
      hand: (handed) => end(handed.start(identity)),
      end: () => end(undefined),
    })
    const deadline = call.swf.holdFor(HELD_MS, () => end(undefined))
    call.onGone(() => end(undefined))
  })
}
