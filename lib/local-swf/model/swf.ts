import { systemClock, type Clock } from '../time/clock.js'
import { domainAlreadyExists, limitExceeded, unknownDomain, unknownExecution, unknownRun } from '../answers/faults.js'
import { noQuotas, type QuotaFigures } from '../quotas/figures.js'
import { Quotas } from '../quotas/quotas.js'
import { inAlphabeticalOrder } from '../collections/name-key.js'
import { Deadlines, type Deadline } from '../time/deadlines.js'
import { Domain, type DomainProperties } from './domain/domain.js'
import type { ExecutionName } from './events/parts.js'
import type { Execution, ExecutionHost } from './execution/execution.js'
import { LambdaFunctions, type LambdaFunction } from './tasks/lambda-functions.js'
import { DOMAINS_LIMIT } from './limits.js'
import { OrderedSet } from '../collections/ordered-set.js'
import { DomainExecutions } from './visibility/domain-executions.js'
import { Retention } from './visibility/retention.js'
import { Workload } from '../time/workload.js'

/** How many closed executions are kept, in all domains together. Beyond it the one that closed first is forgotten. */
const CLOSED_EXECUTIONS_KEPT = 100_000

/** What an Swf is made of. By default it goes by the real time, has no quotas, and has no Lambda. */
export interface SwfParts {
  readonly clock?: Clock
  readonly pollClock?: Clock
  readonly workload?: Workload
  readonly functions?: Readonly<Record<string, LambdaFunction>> | undefined
  /** The names of the operations and decisions that an IAM policy forbids. */
  readonly denied?: readonly string[]
  readonly quotas?: QuotaFigures
}

/** The whole state of a LocalSwf: its domains, executions and deadlines. It knows nothing of HTTP. */
export class Swf implements ExecutionHost {
  readonly deadlines: Deadlines
  readonly lambdaFunctions: LambdaFunctions
  readonly denied: ReadonlySet<string>
  readonly quotas: Quotas
  readonly workload: Workload
  /** Called with each execution that opens or closes. A listener must not throw, and must not change anything. */
  readonly listeners = new Set<(execution: Execution) => void>()
  readonly #clock: Clock
  readonly #pollClock: Clock
  readonly #pollDeadlines: Deadlines
  readonly #domains = new Map<string, Domain>()
  /** The same domains in the order of SWF's lists. */
  readonly orderedDomains = new OrderedSet<Domain>(inAlphabeticalOrder)
  readonly #executions = new WeakMap<Domain, DomainExecutions>()
  readonly #runs = new Map<string, Execution>()
  readonly #retention: Retention
  #ordinal = 0

  constructor(parts: SwfParts = {}) {
    const { clock = systemClock, pollClock = clock, workload = new Workload(), functions, denied = [], quotas = noQuotas } = parts
    this.#clock = clock
    this.#pollClock = pollClock
    this.deadlines = new Deadlines(clock)
    this.#pollDeadlines = new Deadlines(pollClock)
    this.#retention = new Retention({
      deadlines: this.deadlines,
      nowMs: () => this.nowMs(),
      executionsOf: (domain) => this.executionsOf(domain),
      mostExecutions: CLOSED_EXECUTIONS_KEPT,
      forget: ({ runId }) => void this.#runs.delete(runId),
    })
    this.workload = workload
    this.lambdaFunctions = new LambdaFunctions(functions)
    this.denied = new Set(denied)
    this.quotas = new Quotas(quotas, clock)
  }

  nowMs(): number {
    return this.#clock.now()
  }

  /** The time by which held polls end. */
  pollNowMs(): number {
    return this.#pollClock.now()
  }

  /** Calls `end` once a poll has been held for so long. */
  holdFor(ms: number, end: () => void): Deadline {
    return this.#pollDeadlines.add(this.#pollClock.now() + ms, end)
  }

  nextOrdinal(): number {
    return ++this.#ordinal
  }

  registerDomain(properties: DomainProperties): void {
    if (this.#domains.has(properties.name)) throw domainAlreadyExists(properties.name)
    if (this.#domains.size >= DOMAINS_LIMIT) throw limitExceeded(`${DOMAINS_LIMIT} domains in the account`)
    const domain = new Domain(properties)
    this.#domains.set(domain.name, domain)
    this.orderedDomains.add(domain)
  }

  domains(): Iterable<Domain> {
    return this.#domains.values()
  }

  /** @throws SwfFault UnknownResourceFault */
  domain(name: string): Domain {
    const domain = this.#domains.get(name)
    if (!domain) throw unknownDomain(name)
    return domain
  }

  executionsOf(domain: Domain): DomainExecutions {
    let executions = this.#executions.get(domain)
    if (!executions) {
      executions = new DomainExecutions()
      this.#executions.set(domain, executions)
    }
    return executions
  }

  /**
   * The executions of the domain of this name.
   * @throws SwfFault UnknownResourceFault
   */
  executionsIn(domain: string): DomainExecutions {
    return this.executionsOf(this.domain(domain))
  }

  /**
   * A run of the domain, open or closed.
   * @throws SwfFault UnknownResourceFault
   */
  execution(domain: Domain, { workflowId, runId }: ExecutionName): Execution {
    const execution = this.#runs.get(runId)
    if (execution?.domain !== domain || execution.workflowId !== workflowId) throw unknownExecution(workflowId, runId)
    return execution
  }

  /**
   * A run of any domain, open or closed.
   * @throws SwfFault UnknownResourceFault
   */
  run(runId: string): Execution {
    const execution = this.#runs.get(runId)
    if (!execution) throw unknownRun(runId)
    return execution
  }

  noteOpened(execution: Execution): void {
    this.#runs.set(execution.runId, execution)
    this.executionsOf(execution.domain).open.add(execution)
    for (const listen of this.listeners) listen(execution)
  }

  noteClosed(execution: Execution): void {
    this.executionsOf(execution.domain).open.remove(execution)
    this.#retention.add(execution)
    for (const listen of this.listeners) listen(execution)
  }

  /** Forgets everything but the time. Held polls are answered without a task. */
  reset(): void {
    this.#endFunctions()
    const forgotten = [...this.#domains.values()]
    this.#domains.clear()
    this.orderedDomains.clear()
    this.#runs.clear()
    this.quotas.reset()
    this.#retention.clear()
    this.deadlines.clear()
    this.workload.reset()
    for (const { activityTasks, decisionTasks } of forgotten) {
      activityTasks.endPolls()
      decisionTasks.endPolls()
    }
  }

  stop(): void {
    this.#endFunctions()
    this.deadlines.stop()
    this.#pollDeadlines.stop()
  }

  /** Closes the calls of Lambda functions that still run, so that they write nothing when they end. */
  #endFunctions(): void {
    for (const { lambdas } of this.#runs.values()) for (const lambda of lambdas.values()) lambda.close()
  }
}
