import { systemClock, type Clock } from '../clock.js'
import { domainAlreadyExists, unknownDomain, unknownExecution, unknownRun } from '../faults.js'
import { Deadlines } from './deadlines.js'
import { Domain, type DomainProperties } from './domain.js'
import type { ExecutionName } from './events/parts.js'
import type { Execution } from './execution.js'
import { Functions } from './functions.js'
import { Retention } from './retention.js'

/** Closed executions kept, in all domains together; then the oldest go. */
const CLOSED_EXECUTIONS_KEPT = 100_000

/** The whole state of a LocalSwf: domains, executions and deadlines. Knows nothing of HTTP. */
export class Swf {
  readonly deadlines: Deadlines
  readonly functions: Functions
  readonly #clock: Clock
  readonly #domains = new Map<string, Domain>()
  readonly #runs = new Map<string, Execution>()
  readonly #retention = new Retention({
    swf: this,
    mostExecutions: CLOSED_EXECUTIONS_KEPT,
    forget: ({ runId }) => void this.#runs.delete(runId),
  })
  #ordinal = 0

  constructor(clock: Clock = systemClock, functions = new Functions()) {
    this.#clock = clock
    this.deadlines = new Deadlines(clock)
    this.functions = functions
  }

  nowMs(): number {
    return this.#clock.now()
  }

  /** Puts what falls into one millisecond in order. */
  nextOrdinal(): number {
    return ++this.#ordinal
  }

  registerDomain(properties: DomainProperties): void {
    if (this.#domains.has(properties.name)) throw domainAlreadyExists(properties.name)
    this.#domains.set(properties.name, new Domain(properties))
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
  }

  closed(execution: Execution): void {
    execution.domain.open.remove(execution)
    this.#retention.add(execution)
  }

  stop(): void {
    this.deadlines.stop()
  }
}
