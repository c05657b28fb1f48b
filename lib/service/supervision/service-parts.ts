import type { Clock } from '../../base/clock.js'
import { KeepAlive } from '../../base/keep-alive.js'
import { outsideAnyStore } from '../../base/outside-any-store.js'
import type { Ask } from '../calls/ask.js'
import { OutstandingCalls } from '../calls/outstanding-calls.js'
import { Reconciler } from '../reconciliation/reconciler.js'
import { publish } from '../reporting/diagnostics.js'
import { ServiceStatistics } from '../reporting/service-statistics.js'
import { PendingResults } from '../waiting/pending-results.js'
import { OpenTasks } from './open-tasks.js'

/** What a service keeps for as long as it exists, through all its starts, stops and threads. */
export interface ServiceParts {
  readonly clock: Clock
  /** The clock by which threads are supervised. */
  readonly threadClock: Clock
  readonly keepAlive: KeepAlive
  readonly pending: PendingResults
  readonly calls: OutstandingCalls
  readonly tasks: OpenTasks
  readonly statistics: ServiceStatistics
}

/** What these parts need of the supervisor of the running thread. */
interface RunningSupervisor {
  readonly ask: Ask
  readMessages(): void
}

/** @param running - returns the supervisor of the service, if the service runs */
export function createServiceParts(time: Clock, threadTime: Clock, running: () => RunningSupervisor | undefined): ServiceParts {
  const clock = serviceClock(time)
  const keepAlive = new KeepAlive()
  const statistics = new ServiceStatistics()
  const pending = new PendingResults(clock, {
    reserved() {
      keepAlive.hold()
      reconciler.startSweeping()
    },
    settled(key, ending) {
      keepAlive.release()
      if (pending.size === 0) reconciler.stopSweeping()
      statistics.settled += 1
      publish('swf-result-worker.result', () => ({ key, outcome: ending }))
    },
    readMessages: () => running()?.readMessages(),
    overdue: (entry) => reconciler.lastLook(entry),
  })
  const reconciler = new Reconciler({ clock, pending, statistics, currentAsk: () => running()?.ask })
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
 * A clock whose timers do not keep the process alive, since KeepAlive alone decides that. Its timers also run outside any
 * AsyncLocalStorage store: one timer serves all callers, so none may run in the store of the caller who happened to set it.
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
