import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { serve } from './http/serve.js'
import type { FaultRule, InjectedFaults } from './injection/fault-rule.js'
import { Injector } from './injection/injector.js'
import { readRule, readRules } from './injection/read-rules.js'
import { Swf } from './model/swf.js'
import { Workload } from './time/workload.js'
import type { LocalSwfOptions } from './options.js'
import { resolveOptions, type ResolvedOptions } from './resolve-options.js'
import { Sight } from './inspection/inspection.js'
import { documentedQuotas, noQuotas } from './quotas/figures.js'
import { localTime, type LocalClock, type LocalTime } from './time/local-clock.js'

const LOOPBACK = '127.0.0.1'
/** Longer than a poll is held, so that no connection is closed under a client that is about to use it again. */
const KEEP_ALIVE_MS = 75_000
/** Whole days, as text: SWF's most, so that what happened is to be seen however far the clock is moved. */
const RETENTION_PERIOD_IN_DAYS = '90'

/** For any SWF client: `new SWFClient(swf.clientOptions)`. */
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

/** An Amazon SWF in this process, on a port of 127.0.0.1. It keeps its state in memory, and the process alive until stopped. */
export class LocalSwf extends Sight implements AsyncDisposable {
  /** Like `http://127.0.0.1:49152`. */
  readonly endpoint: string
  readonly port: number
  readonly clientOptions: LocalSwfClientOptions
  readonly clock: LocalClock
  readonly #server: Server
  readonly #swf: Swf
  readonly #time: LocalTime
  readonly #injector: Injector
  readonly #domains: ReadonlySet<string>
  #stopped: Promise<void> | undefined

  private constructor({ server, swf, time, injector, port }: Parts, { account, domains }: ResolvedOptions) {
    super(swf)
    this.#server = server
    this.#swf = swf
    this.#time = time
    this.#injector = injector
    this.clock = time.localClock
    this.port = port
    this.endpoint = `http://${LOOPBACK}:${port}`
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
    this.clientOptions = { region: account.region, endpoint: this.endpoint, credentials }
    this.#domains = new Set(domains)
    this.#registerDomains()
  }

  /**
   * Resolves when the port is open.
   * @throws TypeError for an unknown or wrong option
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
   * Misbehaves by these rules from now on, until the function that is returned takes them out again, or a reset does. They are asked
   * in order, after those that are there; the first that strikes a request is the only one to see it.
   * @throws TypeError that names the member that is unknown or wrong
   */
  inject(rules: FaultRule | readonly FaultRule[]): () => void {
    return this.#injector.inject(isList(rules) ? readRules(rules, 'rules') : [readRule(rules, 'rule')])
  }

  /** How often what was injected, by operation and kind, since the start or the last reset. */
  get injected(): InjectedFaults {
    return this.#injector.injected
  }

  /**
   * Back to the start, on the same port: domains, types, executions and tasks are gone, and the domains of the option `domains` are
   * registered anew. Held polls are answered without a task, as after their minute; timeouts are off, and the clock goes on. The rules
   * of the option `faults` begin anew, others are off, and none was injected. A task
   * token of before is answered with an UnknownResourceFault. Who waits for an execution is told by an Error.
   */
  reset(): void {
    this.#swf.reset()
    this.#injector.reset()
    this.#registerDomains()
    this.endWaits('reset')
  }

  /** Ends every held poll, connection and timer at once. Idempotent: a second stop returns the same promise. */
  stop(): Promise<void> {
    this.#stopped ??= new Promise((resolve) => {
      this.#time.stop()
      this.#swf.stop()
      this.endWaits('stopped')
      this.#server.close(() => resolve())
      this.#server.closeAllConnections()
    })
    return this.#stopped
  }

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

/** Opens the port and gives its number. */
async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, LOOPBACK)
  try {
    await once(server, 'listening')
  } catch (error) {
    throw isInUse(error) ? portInUse(port, error) : error
  }
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : port
}

function isInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}

function portInUse(port: number, cause: unknown): Error {
  const text = `port ${port} of ${LOOPBACK} is in use: give LocalSwf another port, or 0 for a free one`
  return Object.assign(new Error(text, { cause }), { code: 'EADDRINUSE' })
}
