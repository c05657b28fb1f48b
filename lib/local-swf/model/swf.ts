import { systemClock, type Clock } from '../time/clock.js'
import { domainAlreadyExists, limitExceeded, unknownDomain, unknownExecution, unknownRun } from '../answers/faults.js'
import { noQuotas, type QuotaFigures } from '../quotas/figures.js'
import { Quotas } from '../quotas/quotas.js'
import { inAlphabeticalOrder } from '../collections/alphabetical.js'
import { Deadlines, type Deadline } from '../time/deadlines.js'
import { Domain, type DomainProperties } from './domain/domain.js'
import type { ExecutionName } from './events/parts.js'
import type { Execution } from './execution/execution.js'
import { Functions, type LambdaFunction } from './tasks/lambda-functions.js'
import { DOMAINS_LIMIT } from './limits.js'
import { OrderedSet } from '../collections/ordered-set.js'
import { Retention } from './visibility/retention.js'
import { Workload } from '../time/workload.js'

/** Closed executions kept, in all domains together; then the oldest go. */
const CLOSED_EXECUTIONS_KEPT = 100_000

/** By default the real time, no limits, and no Lambda. */
export interface SwfParts {
  readonly clock?: Clock
  readonly pollClock?: Clock
  readonly workload?: Workload
  readonly functions?: Readonly<Record<string, LambdaFunction>> | undefined
  /** Operations and decisions that an IAM policy forbids, by name. */
  readonly denied?: readonly string[]
  readonly quotas?: QuotaFigures
}

/** The whole state of a LocalSwf: domains, executions and deadlines. Knows nothing of HTTP. */
export class Swf {
  readonly deadlines: Deadlines
  readonly functions: Functions
  readonly denied: ReadonlySet<string>
  readonly quotas: Quotas
  readonly workload: Workload
  /** Told of each execution that opens or closes. They must not throw, nor change anything. */
  readonly listeners = new Set<(execution: Execution) => void>()
  readonly #clock: Clock
  readonly #pollClock: Clock
  readonly #pollDeadlines: Deadlines
  readonly #domains = new Map<string, Domain>()
  /** The same, for lists. */
  readonly orderedDomains = new OrderedSet<Domain>(inAlphabeticalOrder)
  readonly #runs = new Map<string, Execution>()
  readonly #retention = new Retention({
    swf: this,
    mostExecutions: CLOSED_EXECUTIONS_KEPT,
    forget: ({ runId }) => void this.#runs.delete(runId),
  })
  #ordinal = 0

  constructor(parts: SwfParts = {}) {
    const { clock = systemClock, pollClock = clock, workload = new Workload(), functions, denied = [], quotas = noQuotas } = parts
    this.#clock = clock
    this.#pollClock = pollClock
    this.deadlines = new Deadlines(clock)
    this.#pollDeadlines = new Deadlines(pollClock)
    this.workload = workload
    this.functions = new Functions(functions)
    this.denied = new Set(denied)
    this.quotas = new Quotas(quotas, clock)
  }

  nowMs(): number {
    return this.#clock.now()
  }

  /** The time that held polls go by. */
  pollNowMs(): number {
    return this.#pollClock.now()
  }

  /** Ends a poll that is held for so long. */
  holdFor(ms: number, end: () => void): Deadline {
    return this.#pollDeadlines.add(this.#pollClock.now() + ms, end)
  }

  /** Puts what falls into one millisecond in order. */
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

  domain(name: string): Domain {
    const domain = this.#domains.get(name)
    if (!domain) throw unknownDomain(name)
    return domain
  }

  /** A run, open or closed, of the domain. */
  execution(domain: Domain, { workflowId, runId }: ExecutionName): Execution {
    const execution = this.#runs.get(runId)
    if (execution?.domain !== domain || execution.workflowId !== workflowId) throw unknownExecution(workflowId, runId)
    return execution
  }

  run(runId: string): Execution {
    const execution = this.#runs.get(runId)
    if (!execution) throw unknownRun(runId)
    return execution
  }

  opened(execution: Execution): void {
    this.#runs.set(execution.runId, execution)
    execution.domain.open.add(execution)
    for (const listen of this.listeners) listen(execution)
  }

  closed(execution: Execution): void {
    execution.domain.open.remove(execution)
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

  /** What still runs must find its execution no more. */
  #endFunctions(): void {
    for (const { lambdas } of this.#runs.values()) for (const lambda of lambdas.values()) lambda.close()
  }
}
