import type { Clock } from '../clock.js'
import type { JobFormat } from '../flow/job-format.js'
import type { Answers } from '../swf/answers.js'
import type { SwfClients } from '../swf/clients.js'
import { classifyFault, type Fault } from '../swf/faults.js'
import type { LongPollOptions } from '../swf/long-poll.js'

/** What all the loops of one JobWorker share. */
export interface WorkerContext {
  readonly clients: SwfClients
  readonly domain: string
  readonly format: JobFormat
  /** In SWF's histories: who took a task. */
  readonly identity: string
  readonly clock: Clock
  readonly answers: Answers
  readonly statistics: WorkerStatistics
  /** Aborts when the drain is over: what still runs is given up. */
  readonly ended: AbortSignal
  /** Registers what SWF does not know. */
  readonly register: () => Promise<void>
}

/** Counted by the loops, read by `health`. */
export interface WorkerStatistics {
  running: number
  completed: number
  failed: number
  decisions: number
  lastPollAt: number | undefined
  lastError: string | undefined
}

export function noteFault(statistics: WorkerStatistics, { name, reason }: Fault): void {
  statistics.lastError = `${name}: ${reason}`
}

/** Polls open at once of one list; one while it is idle. */
const MAX_POLLERS = 10

type CommonOptions = Omit<LongPollOptions<unknown>, 'poll' | 'handle'>

/** How every loop polls, reports, and mends what it can. */
export function loopOptions({ clients, clock, statistics, register }: WorkerContext, maxTasks: number): CommonOptions {
  return {
    maxPollers: Math.min(MAX_POLLERS, maxTasks),
    maxTasks,
    clock,
    onPolled() {
      statistics.lastPollAt = Math.round(clock.now())
      statistics.lastError = undefined
    },
    onFault: (fault) => noteFault(statistics, fault),
    onTaskError: (error) => noteFault(statistics, classifyFault(error)),
    onUnknownResource: register,
    onBadCredentials: () => clients.refreshCredentials(),
  }
}
