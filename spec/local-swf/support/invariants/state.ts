import { BrokenInvariant, broken, closingEvent, innerTextIn, type Histories, type RunHistory } from '../histories.js'
import { openThings, type KindName } from './closings.js'
import { dueTimes } from './times.js'

/** What DescribeWorkflowExecution says. */
export interface Described {
  readonly executionStatus: string
  readonly closeStatus: string | undefined
  readonly openCounts: Readonly<Record<string, number>>
}

const countedAs: Readonly<Partial<Record<KindName, string>>> = {
  decisionTask: 'openDecisionTasks',
  activity: 'openActivityTasks',
  timer: 'openTimers',
  child: 'openChildWorkflowExecutions',
  lambda: 'openLambdaFunctions',
}

/**
 * A decision task that waits behind the one that a decider has does not count: one is open at most (API reference). In a closed execution
 * only the activities count that a worker had.
 */
function openOf(history: RunHistory, kind: KindName, isClosed: boolean): number {
  const open = [...openThings(history, kind).values()]
  if (isClosed) return kind === 'activity' ? open.filter(({ started }) => started).length : 0
  return kind === 'decisionTask' ? Math.min(open.length, 1) : open.length
}

/** A closed execution has nothing open, but for children that go on: they have histories of their own. */
export function openCountsAgree(history: RunHistory, { openCounts }: Described): void {
  const isClosed = closingEvent(history) !== undefined
  for (const kind of ['decisionTask', 'activity', 'timer', 'child', 'lambda'] as const) {
    if (isClosed && kind === 'child') continue
    const open = openOf(history, kind, isClosed)
    const member = countedAs[kind] ?? kind
    if (openCounts[member] !== open) {
      throw broken(history, history.events.at(-1), `${member} is ${openCounts[member]}, and open are ${open}`)
    }
  }
}

const statusOf = new Map([
  ['WorkflowExecutionCompleted', 'COMPLETED'],
  ['WorkflowExecutionFailed', 'FAILED'],
  ['WorkflowExecutionCanceled', 'CANCELED'],
  ['WorkflowExecutionTerminated', 'TERMINATED'],
  ['WorkflowExecutionTimedOut', 'TIMED_OUT'],
  ['WorkflowExecutionContinuedAsNew', 'CONTINUED_AS_NEW'],
])

export function statusAgrees(history: RunHistory, { executionStatus, closeStatus }: Described): void {
  const closing = closingEvent(history)
  const expected = closing ? ['CLOSED', statusOf.get(closing.eventType)] : ['OPEN', undefined]
  if (expected[0] === executionStatus && expected[1] === closeStatus) return
  throw broken(history, closing, `its status is ${executionStatus} ${String(closeStatus)}`)
}

/** One run of a workflowId is open at most. */
export function aWorkflowIdRunsOnceAtATime(histories: Histories): void {
  const open = new Set<string>()
  for (const history of histories.values()) {
    if (closingEvent(history)) continue
    if (open.has(history.workflowId)) throw broken(history, history.events[0], 'its workflowId has two open runs')
    open.add(history.workflowId)
  }
}

export type TaskKind = 'decisionTask' | 'activity'

/** The tasks that must wait in the lists, by the histories: scheduled, not started, not closed, in an open execution. */
export function waitingTasks(histories: Histories, kind: TaskKind): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const history of histories.values()) {
    if (closingEvent(history)) continue
    const open = [...openThings(history, kind).values()]
    // A decision task is listed once the one that a decider has is over.
    if (kind === 'decisionTask' && open.some(({ started }) => started)) continue
    for (const { opened, started } of open) {
      const taskList = innerTextIn(opened, 'taskList', 'name')
      if (!started) counts.set(taskList, (counts.get(taskList) ?? 0) + 1)
    }
  }
  return counts
}

/** No task is lost, and none is left of an execution that is closed. */
export function pendingCountsAgree(histories: Histories, kind: TaskKind, pending: ReadonlyMap<string, number>): void {
  const waiting = waitingTasks(histories, kind)
  for (const taskList of new Set([...waiting.keys(), ...pending.keys()])) {
    const [expected, counted] = [waiting.get(taskList) ?? 0, pending.get(taskList) ?? 0]
    if (expected !== counted) {
      throw new BrokenInvariant(`list ${taskList}: ${kind} tasks waiting: ${counted}, by the histories: ${expected}`)
    }
  }
}

/** A task and a poll never wait in the same list. */
export function noPollWaitsBesideATask(histories: Histories, kind: TaskKind, heldIn: Iterable<string>): void {
  const waiting = waitingTasks(histories, kind)
  for (const taskList of heldIn) {
    if (waiting.has(taskList)) throw new BrokenInvariant(`list ${taskList}: a ${kind} task and a poll wait`)
  }
}

/**
 * Each open thing that the clock bounds has one deadline, and so has each held poll. A closed execution leaves none: all of the
 * domain have one together, that of the retention period.
 */
export function deadlinesAreAccountedFor(histories: Histories, heldPolls: number, deadlines: number): void {
  let expected = heldPolls + ([...histories.values()].some(closingEvent) ? 1 : 0)
  for (const history of histories.values()) expected += dueTimes(history).length
  if (expected !== deadlines) throw new BrokenInvariant(`deadlines: ${deadlines}, by the histories and polls: ${expected}`)
}

/** A task that some poll was answered with. */
export interface GivenTask {
  readonly kind: TaskKind
  readonly runId: string
  readonly startedEventId: number
}

/** Nobody was given what another has, or what never started. */
export function noTaskIsGivenTwice(histories: Histories, given: readonly GivenTask[]): void {
  const seen = new Set<string>()
  for (const { kind, runId, startedEventId } of given) {
    const key = `${runId} ${startedEventId}`
    if (seen.has(key)) throw new BrokenInvariant(`run ${runId}: the task that event ${startedEventId} started was given twice`)
    seen.add(key)
    const started = histories.get(runId)?.events[startedEventId - 1]
    const expected = kind === 'activity' ? 'ActivityTaskStarted' : 'DecisionTaskStarted'
    if (started?.eventType !== expected) {
      throw new BrokenInvariant(`run ${runId}: a task was given that event ${startedEventId} did not start`)
    }
  }
}

/** A history only grows: what was written stays. */
export function historiesOnlyGrow(earlier: Histories, later: Histories): void {
  for (const [runId, { events }] of earlier) {
    const now = later.get(runId)
    if (!now) throw new BrokenInvariant(`run ${runId} is gone`)
    for (const [index, event] of events.entries()) {
      const same = now.events[index]
      if (same === event || JSON.stringify(same) === JSON.stringify(event)) continue
      throw broken(now, same, `was ${JSON.stringify(event)}`)
    }
  }
}
