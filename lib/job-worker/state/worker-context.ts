import type { Clock } from '../../base/clock.js'
import type { JobFormat } from '../../flow/formats/job-format.js'
import type { Answers } from '../../swf/polling/answers.js'
import type { SwfClients } from '../../swf/clients/create-clients.js'
import { classifyFault, type Fault } from '../../swf/faults/classify-fault.js'
import type { LongPollOptions } from '../../swf/polling/long-poll.js'

/** Everything that the loops of one JobWorker share. */
export interface WorkerContext {
  readonly clients: SwfClients
  readonly domain: string
  readonly format: JobFormat
  /** What SWF's histories show as the worker that took a task. */
  readonly identity: string
  readonly clock: Clock
  readonly answers: Answers
  readonly statistics: WorkerStatistics
  readonly faults: CurrentFaults
  /** Aborts when the drain is over. The worker then gives up what still runs. */
  readonly ended: AbortSignal
  /** Registers the domain and the types that SWF does not know. */
  readonly register: () => Promise<void>
}

/** The numbers that the loops count and `health` reads. */
export interface WorkerStatistics {
  running: number
  completed: number
  failed: number
  decisions: number
  lastPollAt: number | undefined
}

/** Where a fault came from. A success ends only the faults of its own source. */
type Source = 'answers' | symbol

/** The faults that have not ended yet, the latest of each source. */
export class CurrentFaults {
  readonly #texts = new Map<Source, string>()

  /** Notes a fault of this source. */
  note(source: Source, { name, reason }: Fault): void {
    this.#texts.delete(source)
    this.#texts.set(source, `${name}: ${reason}`)
  }

  /** Ends the fault of this source, if there is one. */
  end(source: Source): void {
    this.#texts.delete(source)
  }

  /** The fault that came last of those that still go on. */
  get last(): string | undefined {
    return [...this.#texts.values()].at(-1)
  }
}

/** How many polls of one task list may be open at once. While the list is idle there is one. */
const MAX_POLLERS = 10

type CommonOptions = Omit<LongPollOptions<unknown>, 'poll' | 'handle'>

/** The options that all loops of a JobWorker share: how they poll, report faults and recover from them. */
export function loopOptions({ clients, clock, statistics, faults, register }: WorkerContext, maxTasks: number): CommonOptions {
  const loop = Symbol('loop')
  return {
    maxPollers: Math.min(MAX_POLLERS, maxTasks),
    maxTasks,
    clock,
    onPolled() {
      statistics.lastPollAt = Math.round(clock.now())
      faults.end(loop)
      faults.end('answers')
    },
    onFault: (fault) => faults.note(loop, fault),
    onTaskError: (error) => faults.note(loop, classifyFault(error)),
    onUnknownResource: register,
    onBadCredentials: () => clients.refreshCredentials(),
  }
}
