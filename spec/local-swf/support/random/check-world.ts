import { checkHistory } from '../invariants.js'
import { closingEvent, type Histories } from '../histories.js'
import {
  aWorkflowIdRunsOnceAtATime,
  deadlinesAreAccountedFor,
  historiesOnlyGrow,
  noPollWaitsBesideATask,
  noTaskIsGivenTwice,
  openCountsAgree,
  pendingCountsAgree,
  statusAgrees,
} from '../invariants/state.js'
import { nothingIsOverdue } from '../invariants/times.js'
import { taskLists } from './names.js'
import type { Polls } from './polls.js'
import type { Port } from './port.js'
import { countPending, describe } from './read-histories.js'

const counted = { decisionTask: 'CountPendingDecisionTasks', activity: 'CountPendingActivityTasks' } as const

/** Holds all invariants against what the SWF says now; what it said earlier is `earlier`. */
export async function checkWorld(port: Port, polls: Polls, earlier: Histories, histories: Histories): Promise<void> {
  historiesOnlyGrow(earlier, histories)
  for (const history of histories.values()) {
    const before = earlier.get(history.runId)
    const isNews = before?.events.length !== history.events.length
    if (isNews) checkHistory(history, histories)
    if (isNews || !closingEvent(history)) {
      const described = await describe(port, history)
      openCountsAgree(history, described)
      statusAgrees(history, described)
    }
    nothingIsOverdue(history, port.clock.now())
  }
  aWorkflowIdRunsOnceAtATime(histories)
  noTaskIsGivenTwice(histories, polls.tasks)
  deadlinesAreAccountedFor(histories, polls.heldCount, port.deadlines.waiting)
  for (const kind of ['decisionTask', 'activity'] as const) {
    pendingCountsAgree(histories, kind, await countPending(port, counted[kind], taskLists))
    noPollWaitsBesideATask(histories, kind, polls.waitingIn(kind))
  }
}
