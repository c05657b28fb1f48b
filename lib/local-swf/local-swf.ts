import { createServer, type Server } from 'node:http'
import { listen, LOOPBACK } from './http/listen.js'
import { serve } from './http/serve.js'
import type { FaultRule, InjectedFaults } from './injection/fault-rule.js'
import { Injector } from './injection/injector.js'
import { readRule, readRules } from './injection/read-rules.js'
import type { ExecutionDescription, ExecutionStatus } from './inspection/execution-description.js'
import type { HistoryOptions } from './inspection/find-history.js'
import type { HistoryEvent } from './inspection/history-event.js'
import { Inspection, type ExecutionsOptions, type WaitForExecutionOptions } from './inspection/inspection.js'
import type { TaskListDescription } from './inspection/task-list-description.js'
import { Swf } from './model/swf.js'
import type { LocalSwfOptions } from './options.js'
import { documentedQuotas, noQuotas } from './quotas/figures.js'
import { resolveOptions, type ResolvedOptions } from './resolve-options.js'
import type { LocalClock } from './time/local-clock.js'
import { localTime, type LocalTime } from './time/local-time.js'
import { Workload } from './time/workload.js'

/** Idle connections are kept for longer than a poll is held, so that none is closed under a client that is about to use it again. */
const KEEP_ALIVE_MS = 75_000
/** Whole days as text. It is SWF's longest period, so that what happened can be seen however far the clock is moved. */
const RETENTION_PERIOD_IN_DAYS = '90'

/** The options with which an SWF client of the AWS SDK talks to a LocalSwf: `new SWFClient(swf.clientOptions)`. */
export interface LocalSwfClientOptions {
  readonly region: string
  readonly endpoint: string
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
}

interface Parts {
  readonly server: Server
  readonly swf: Swf
  readonly time: LocalTime
  readonly injector: Injector
  readonly port: number
}

/**
 * An Amazon SWF in this process, on a port of 127.0.0.1. It keeps its state in memory, and keeps the process alive until it is stopped.
 *
 * `history`, `executions`, `waitForExecution` and `taskLists` show what is in it without a request. What they return are copies. After
 * `stop` they show what was there when it was stopped.
 */
export class LocalSwf implements AsyncDisposable {
  /** The address of the server, like `http://127.0.0.1:49152`. */
  readonly endpoint: string
  /** The port of the server on 127.0.0.1. */
  readonly port: number
  /** The options for an SWF client of the AWS SDK: region, endpoint and credentials. */
  readonly clientOptions: LocalSwfClientOptions
  /** The clock that the server goes by. A manual one can be advanced. */
  readonly clock: LocalClock
  readonly #server: Server
  readonly #swf: Swf
  readonly #time: LocalTime
  readonly #injector: Injector
  readonly #inspection: Inspection
  readonly #domains: ReadonlySet<string>
  #stopping: Promise<void> | undefined

  private constructor({ server, swf, time, injector, port }: Parts, { account, domains }: ResolvedOptions) {
    this.#server = server
    this.#swf = swf
    this.#time = time
    this.#injector = injector
    this.#inspection = new Inspection(swf)
    this.clock = time.localClock
    this.port = port
    this.endpoint = `http://${LOOPBACK}:${port}`
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
    this.clientOptions = { region: account.region, endpoint: this.endpoint, credentials }
    this.#domains = new Set(domains)
    this.#registerDomains()
  }

  /**
   * Starts a server. Resolves when its port is open.
   * @throws TypeError for an option that is unknown or wrong
   * @throws Error with code EADDRINUSE when the port is in use
   */
  static async start(options?: LocalSwfOptions): Promise<LocalSwf> {
    const resolved = resolveOptions(options)
    const { port, clock, functions, deny, faults, onRequest, account } = resolved
    const workload = new Workload()
    const time = localTime(clock, workload)
    const rules = { denied: deny, quotas: account.quotas ? documentedQuotas : noQuotas }
    const swf = new Swf({ ...time, ...rules, workload, functions })
    const injector = new Injector(readRules(faults.rules, 'option faults.rules'), faults.seed, time.clock)
    const service = { swf, accountId: account.id, injector, onRequest }
    const server = createServer(
      { keepAliveTimeout: KEEP_ALIVE_MS },
      (request, response) => void serve(request, response, service),
    )
    return new LocalSwf({ server, swf, time, injector, port: await listen(server, port) }, resolved)
  }

  /**
   * Makes the server misbehave by these rules from now on. They are asked in order, after the rules that are there already, and the
   * first that strikes a request is the only one to see it. Returns a function that removes these rules again; `reset` does so, too.
   * @throws TypeError that names the member that is unknown or wrong
   */
  inject(rules: FaultRule | readonly FaultRule[]): () => void {
    return this.#injector.inject(isList(rules) ? readRules(rules, 'rules') : [readRule(rules, 'rule')])
  }

  /** How often each kind of fault was injected since the start or the last reset, by operation and kind. */
  get injected(): InjectedFaults {
    return this.#injector.injected
  }

  /**
   * The events of an execution, open or closed, in their order. It is the latest run of the workflowId, unless the options name another.
   * @throws Error that names what there is, when there is no such domain, execution or run
   * @throws Error that names the domains, when several of them have an execution of this workflowId and the options name none of them
   */
  history(workflowId: string, options: HistoryOptions = {}): HistoryEvent[] {
    return this.#inspection.history(workflowId, options)
  }

  /**
   * All executions that are kept, open and closed, in the order in which they started.
   * @throws Error that names the domains there are, when there is no such domain
   */
  executions(options: ExecutionsOptions = {}): ExecutionDescription[] {
    return this.#inspection.executions(options)
  }

  /**
   * Waits for an execution of the workflowId. Without a status it resolves as soon as there is one, with a status as soon as the latest
   * run has that status. It does not wait when that is so already. Neither the execution nor the domain need be there yet, and without a
   * `domain` the execution may come in any domain.
   *
   * A run that continues as new is the latest one only until the next run begins: CONTINUED_AS_NEW is seen by those who wait for it by
   * then. The execution is described a moment after it has the status, so that a status that lasts no moment may have passed.
   *
   * The promise rejects with
   * - a TypeError when the status is not a status or the signal is not an AbortSignal,
   * - an Error that names the domains, when several have an execution of this workflowId and the options name none of them,
   * - an AbortError when the signal aborts or has aborted before; its `cause` is the signal's reason,
   * - an Error when the server is stopped or reset.
   */
  async waitForExecution(
    workflowId: string,
    status?: ExecutionStatus,
    options: WaitForExecutionOptions = {},
  ): Promise<ExecutionDescription> {
    return this.#inspection.waitForExecution(workflowId, status, options)
  }

  /** Every task list in which tasks or polls wait, domain by domain, and in each domain the activity lists before the decision lists. */
  taskLists(): TaskListDescription[] {
    return this.#inspection.taskLists()
  }

  /**
   * Takes the server back to its start, on the same port. All domains, types, executions and tasks are forgotten, and the domains of the
   * option `domains` are registered anew. Held polls are answered without a task, as they are after their minute, and all timeouts are
   * off. The clock goes on. The rules of the option `faults` begin anew, all others are removed, and none counts as injected. A task token
   * from before is answered with an UnknownResourceFault. Waits for an execution are rejected.
   */
  reset(): void {
    this.#swf.reset()
    this.#injector.reset()
    this.#registerDomains()
    this.#inspection.endWaits('reset')
  }

  /** Closes the server, and ends every poll, connection and timer immediately. A second stop returns the same promise. */
  stop(): Promise<void> {
    this.#stopping ??= new Promise((resolve) => {
      this.#time.stop()
      this.#swf.stop()
      this.#inspection.endWaits('stopped')
      this.#server.close(() => resolve())
      this.#server.closeAllConnections()
    })
    return this.#stopping
  }

  /** Stops the server at the end of an `await using` block. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.stop()
  }

  #registerDomains(): void {
    for (const name of this.#domains) {
      this.#swf.registerDomain({ name, description: undefined, retentionPeriodInDays: RETENTION_PERIOD_IN_DAYS })
    }
  }
}

function isList(rules: FaultRule | readonly FaultRule[]): rules is readonly FaultRule[] {
  return Array.isArray(rules)
}
