import type { Clock } from '../../base/clock.js'
import type { JobFormat } from '../../flow/formats/job-format.js'
import type { Answers } from '../../swf/polling/answers.js'
import type { SwfClients } from '../../swf/clients/create-clients.js'
import { classifyFault, type Fault } from '../../swf/faults/classify-fault.js'
import type { LongPollOptions } from '../../swf/polling/long-poll.js'

/** What all the loops of one JobWorker share. */
export interface WorkerContext {
  readonly clients: SwfClients
  readonly domain: string
  readonly format: JobFormat
  /** Who took a task, as SWF's histories show it. */
  readonly identity: string
  readonly clock: Clock
  readonly answers: Answers
  readonly statistics: WorkerStatistics
  readonly faults: CurrentFaults
  /** Aborts when the drain is over. What still runs then is given up. */
  readonly ended: AbortSignal
  /** Registers what SWF does not know. */
  readonly register: () => Promise<void>
}

/** What the loops count, and `health` reads. */
export interface WorkerStatistics {
  running: number
  completed: number
  failed: number
  decisions: number
  lastPollAt: number | undefined
}

/** Where a fault came from. What goes well there ends that fault, and no other. */
type Source = 'answers' | symbol

/** The faults that have not ended. */
export class CurrentFaults {
  readonly #texts = new Map<Source, string>()

  note(source: Source, { name, reason }: Fault): void {
    this.#texts.delete(source)
    this.#texts.set(source, `${name}: ${reason}`)
  }

  end(source: Source): void {
    this.#texts.delete(source)
  }

  get last(): string | undefined {
    return [...this.#texts.values()].at(-1)
  }
}

/** The most polls of one list that are open at once. While it is idle there is one. */
const MAX_POLLERS = 10

type CommonOptions = Omit<LongPollOptions<unknown>, 'poll' | 'handle'>

/** How every loop polls, reports faults, and repairs what it can. */
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
