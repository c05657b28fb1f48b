import type { StandardSchemaV1 } from '@standard-schema/spec'
import { Mutex } from 'async-mutex'
import { ResultWorkerNotStartedError } from './errors/index.js'
import { DEFAULT_DOMAIN } from './flow/names.js'
import { markHandled } from './base/promises.js'
import { assertPlainObject, checkStopOptions, optionOf, type StopOptions } from './base/options.js'
import type { Health } from './service/reporting/health.js'
import type { CreatedResult, ResultOptions, SchemaOption } from './service/waiting/result-options.js'
import { ResultService } from './service/result-service.js'
import type { StartOptions } from './service/supervision/start-options.js'
import { NOTHING_STOPPED, type StopReport } from './service/reporting/stop-report.js'

/** The one service of this process (of this JavaScript realm, to be exact): with its lock and those before it, the only module-level state of the package but for the one listener to signals. */
let current: ResultService | undefined

/** Those before it that are not over yet: what they wait for is awaited still. The oldest first. */
const stopping = new Set<ResultService>()

/** Shared by one service and the next, so that a start waits for the stop before it. */
const lock = new Mutex()

/**
 * The process-wide result worker: a face over one ResultService. However many callers race, one Worker is made.
 * For several domains or regions in one process make a ResultService of each beside it.
 */
export const ResultWorker = {
  /**
   * Starts the result worker, or joins the one that runs.
   *
   * @param domain - SWF domain. @default 'FlowDefault', or the running one's
   * @returns the task list that belongs to this process
   * @throws StartError saying what is wrong and what to do; the next start may try again
   * @throws ResultWorkerConflictError if it runs with another domain or option
   * @throws ResultWorkerStoppedError if `stop` is called meanwhile
   * @throws TypeError naming a wrong option
   */
  start(domain?: string, options: StartOptions = {}): Promise<string> {
    return markHandled(startOf(domain, options))
  },

  /**
   * Ends everything and leaves no promise hanging. Safe to call at any time, any number of times.
   *
   * @param options.drainMs - how long what is pending may still come. A later stop can shorten it. @default the start's own, 8000
   * @returns what settled meanwhile, and what had to be left; nothing if nothing ran
   * @throws TypeError naming a wrong option
   */
  stop(options: StopOptions = {}): Promise<StopReport> {
    if (current === undefined) return markHandled(stopNothing(options))
    for (const service of stopping) void service.stop(options)
    return current.stop(options)
  },

  createResult,

  /** The promise of a key, the same that was handed out, until its result comes; else undefined. */
  getResultFuture(key: string): Promise<unknown> | undefined {
    for (const service of services()) {
      const promise = service.getResultFuture(key)
      if (promise !== undefined) return promise
    }
    return undefined
  },

  /** For readiness and liveness checks; it asks nothing of SWF. While a start waits for the end of a stop, it is what stops. */
  health(): Health {
    const [oldest] = services()
    return oldest?.health() ?? NOT_STARTED
  },

  async [Symbol.asyncDispose](): Promise<void> {
    await ResultWorker.stop()
  },
}

/** Reserves a result; the `schema` checks what comes and gives it its type. */
function createResult<Schema extends StandardSchemaV1>(
  options: ResultOptions & SchemaOption<Schema>,
): CreatedResult<StandardSchemaV1.InferOutput<Schema>>
/**
 * Reserves a result for a workflow of your own, which schedules the result activity with this key on this task list.
 *
 * @throws ResultWorkerNotStartedError before `start` has resolved; ResultWorkerStoppedError while it stops; TypeError for a wrong option
 */
function createResult(options?: ResultOptions): CreatedResult
function createResult(options: ResultOptions = {}): CreatedResult {
  if (current === undefined) throw new ResultWorkerNotStartedError('createResult: await ResultWorker.start() first')
  return current.createResult(options)
}

/**
 * The process's own service, for jobs: its first job starts it, in the domain given.
 *
 * @throws ResultWorkerConflictError if it runs in another domain
 */
export function jobService(domain?: string): ResultService {
  if (current?.isLive) current.assertSame(domain, {})
  else if (current === undefined || (current.state === 'failed' && domain !== undefined && domain !== current.domain)) {
    current = new ResultService({ domain }, lock)
  }
  return current
}

async function startOf(domain: string | undefined, options: StartOptions): Promise<string> {
  return serviceFor(domain, options).start()
}

async function stopNothing(options: StopOptions): Promise<StopReport> {
  checkStopOptions('ResultWorker.stop', options)
  return NOTHING_STOPPED
}

/** One that stopped, is stopping or failed is followed by a new one, with options of its own. */
function serviceFor(domain: string | undefined, options: StartOptions): ResultService {
  assertPlainObject('ResultWorker.start', options)
  if (optionOf('ResultWorker.start', options, 'domain') !== undefined) {
    throw new TypeError('ResultWorker.start: the domain is the first argument, not an option')
  }
  if (current?.isLive) current.assertSame(domain, options)
  else {
    const next = new ResultService({ ...options, domain: domain ?? DEFAULT_DOMAIN }, lock)
    if (current?.isStopping) void keepUntilOver(current)
    current = next
  }
  return current
}

async function keepUntilOver(service: ResultService): Promise<void> {
  stopping.add(service)
  await service.stop()
  stopping.delete(service)
}

/** What is not over yet, and the one that starts or runs: the oldest first. */
function services(): readonly ResultService[] {
  return current === undefined ? [] : [...stopping, current]
}

const NOT_STARTED: Health = {
  ok: false,
  state: 'stopped',
  domain: undefined,
  region: undefined,
  taskList: undefined,
  pending: 0,
  settled: 0,
  late: 0,
  reconciled: 0,
  unanswered: 0,
  restarts: 0,
  lastPollAt: undefined,
  lastError: undefined,
}
