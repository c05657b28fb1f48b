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

/**
 * The one service of this process, or more exactly of this JavaScript realm. Together with the other two variables here it is the only state
 * of this package that belongs to a module, except for the listener to signals.
 */
let current: ResultService | undefined

/** The earlier services whose stops are still under way, since their results may still come. The oldest comes first. */
const stopping = new Set<ResultService>()

/** One service shares this lock with the next, so that a start waits for the stop before it. */
const lock = new Mutex()

/**
 * The one result worker of this process. However many callers start it, only one worker thread is made.
 *
 * It is an object and not a class, and its `start` takes the domain, since there is only one of it: whoever needs it starts it or joins it,
 * and nobody has to hand it around. For other domains or regions in the same process, make a ResultService for each of them.
 */
export const ResultWorker = {
  /**
   * Starts the result worker and resolves once it polls. If it runs or is being started, this joins it.
   *
   * @param domain - the SWF domain. @default the domain of the running one, or 'FlowDefault'
   * @returns the name of the task list that belongs to this process
   * @throws StartError saying what is wrong and what to do; a later start may try again
   * @throws ResultWorkerConflictError if it runs with another domain or option
   * @throws ResultWorkerStoppedError if `stop` is called before the start is done
   * @throws TypeError naming a wrong option
   */
  start(domain?: string, options: StartOptions = {}): Promise<string> {
    return markHandled(startOf(domain, options))
  },

  /**
   * Stops the result worker, and settles every promise. It can be called at any time and any number of times.
   *
   * @param options.drainMs - how many ms pending results can still come. A later stop can shorten this. @default the `drainMs` of
   * the start, which is 8000 by default
   * @returns a report of what settled meanwhile and what had to be abandoned. It is empty if nothing ran
   * @throws TypeError naming a wrong option
   */
  stop(options: StopOptions = {}): Promise<StopReport> {
    if (current === undefined) return markHandled(stopNothing(options))
    for (const service of stopping) void service.stop(options)
    return current.stop(options)
  },

  createResult,

  /** Returns the promise that was handed out for a key while its result is pending, and undefined before and after. */
  getResultFuture(key: string): Promise<unknown> | undefined {
    for (const service of services()) {
      const promise = service.getResultFuture(key)
      if (promise !== undefined) return promise
    }
    return undefined
  },

  /**
   * The state of the result worker, for readiness and liveness checks. It sends no request to SWF. While a start waits for the end of a
   * stop, this is the state of the one that stops.
   */
  health(): Health {
    const [oldest] = services()
    return oldest?.health() ?? NOT_STARTED
  },

  /** Stops the result worker, as `stop()` does. */
  async [Symbol.asyncDispose](): Promise<void> {
    await ResultWorker.stop()
  },
}

/** Reserves a result whose value the `schema` checks. The promise has the type of the schema's output. */
function createResult<Schema extends StandardSchemaV1>(
  options: ResultOptions & SchemaOption<Schema>,
): CreatedResult<StandardSchemaV1.InferOutput<Schema>>
/**
 * Reserves a result for a workflow of your own. The workflow has to schedule the result activity with this `key` on this `taskList`.
 *
 * @throws ResultWorkerNotStartedError before `start` has resolved
 * @throws ResultWorkerStoppedError while the result worker stops
 * @throws TypeError naming a wrong option
 */
function createResult(options?: ResultOptions): CreatedResult
function createResult(options: ResultOptions = {}): CreatedResult {
  if (current === undefined) throw new ResultWorkerNotStartedError('createResult: await ResultWorker.start() first')
  return current.createResult(options)
}

/**
 * Returns the one service of this process for a job. The first job starts it, in the given domain.
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

/** Returns the service that runs. One that stopped, is stopping or failed is replaced by a new one, with options of its own. */
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

/** All services whose stops are under way, and the current one. The oldest comes first. */
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
