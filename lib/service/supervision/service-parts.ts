import type { Clock } from '../../base/clock.js'
import type { Caller } from '../calls/caller.js'
import { publish } from '../reporting/diagnostics.js'
import { KeepAlive } from '../../base/keep-alive.js'
import { OpenTasks } from './open-tasks.js'
import { outsideAnyStore } from '../../base/outside-any-store.js'
import { OutstandingCalls } from '../calls/outstanding-calls.js'
import { PendingResults } from '../waiting/pending-results.js'
import { ServiceStatistics } from '../reporting/service-statistics.js'
import { Reconciler } from '../reconciliation/reconciler.js'

/** What one session after another of a service works on. */
export interface ServiceParts {
  readonly clock: Clock
  /** What a thread's supervision goes by. */
  readonly threadClock: Clock
  readonly keepAlive: KeepAlive
  readonly pending: PendingResults
  readonly calls: OutstandingCalls
  readonly tasks: OpenTasks
  readonly statistics: ServiceStatistics
}

/** The session that runs, as its parts know it. */
export interface RunningSupervisor extends Caller {
  readMessages(): void
}

/** @param running - the session that runs, if one does */
export function createServiceParts(time: Clock, threadTime: Clock, running: () => RunningSupervisor | undefined): ServiceParts {
  const clock = serviceClock(time)
  const keepAlive = new KeepAlive()
  const statistics = new ServiceStatistics()
  const pending = new PendingResults(clock, {
    reserved() {
      keepAlive.hold()
      reconciler.watch()
    },
    settled(key, ending) {
      keepAlive.release()
      if (pending.size === 0) reconciler.rest()
      statistics.settled += 1
      publish('swf-result-worker.result', () => ({ key, outcome: ending }))
    },
    readMessages: () => running()?.readMessages(),
    overdue: (entry) => reconciler.lastLook(entry),
  })
  const reconciler = new Reconciler({ clock, pending, statistics, running })
  return {
    clock,
    threadClock: serviceClock(threadTime),
    keepAlive,
    pending,
    calls: new OutstandingCalls(keepAlive),
    tasks: new OpenTasks(keepAlive),
    statistics,
  }
}

/**
 * None of the service's timers keeps the process alive: KeepAlive alone does. And none runs in the AsyncLocalStorage store of whoever
 * happened to set it: it serves all.
 */
function serviceClock(clock: Clock): Clock {
  return {
    now: () => clock.now(),
    setTimer(callback, delayMs) {
      const timer = outsideAnyStore(() => clock.setTimer(callback, delayMs))
      timer.unref()
      return timer
    },
  }
}
