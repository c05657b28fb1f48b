import { OrderedSet } from '../../collections/ordered-set.js'
import type { Deadlines } from '../../time/deadlines.js'
import type { Domain } from '../domain/domain.js'
import type { Execution } from '../execution/execution.js'
import type { DomainExecutions } from './domain-executions.js'
import { closeTimeMs, inOrderOf } from './execution-index.js'

interface RetentionOptions {
  readonly deadlines: Deadlines
  readonly nowMs: () => number
  readonly executionsOf: (domain: Domain) => DomainExecutions
  /** How many closed executions are kept at most, in all domains together. */
  readonly mostExecutions: number
  /** Called with each execution that is no longer kept. */
  readonly forget: (execution: Execution) => void
}

/**
 * Keeps closed executions for the retention period of their domain (API reference, RegisterDomain). The number of those that are kept
 * is limited as well, so that memory is bounded (chosen): beyond it the execution that closed first is forgotten, in whichever domain.
 */
export class Retention {
  readonly #options: RetentionOptions
  readonly #kept = new OrderedSet<Execution>(inOrderOf(closeTimeMs))
  /** The domains that have a deadline. Each has one at most: that of the execution that closed first in it. */
  readonly #watched = new Set<Domain>()

  constructor(options: RetentionOptions) {
    this.#options = options
  }

  add(execution: Execution): void {
    const { mostExecutions, executionsOf, forget } = this.#options
    const { domain } = execution
    // "As soon as the workflow execution completes, the execution record and its history are deleted" (API reference, RegisterDomain).
    if (domain.retentionMs === 0) return forget(execution)
    const { closedByStart, closedByClose } = executionsOf(domain)
    this.#kept.add(execution)
    closedByStart.add(execution)
    closedByClose.add(execution)
    const { first } = this.#kept
    if (first && this.#kept.size > mostExecutions) this.#drop(first)
    this.#watch(domain)
  }

  clear(): void {
    this.#kept.clear()
    this.#watched.clear()
  }

  #watch(domain: Domain): void {
    const { deadlines, executionsOf } = this.#options
    const { first } = executionsOf(domain).closedByClose
    if (!first || this.#watched.has(domain)) return
    this.#watched.add(domain)
    deadlines.add(closeTimeMs(first) + domain.retentionMs, () => {
      this.#watched.delete(domain)
      this.#dropExpired(domain)
      this.#watch(domain)
    })
  }

  #dropExpired(domain: Domain): void {
    const latestMs = this.#options.nowMs() - domain.retentionMs
    const index = this.#options.executionsOf(domain).closedByClose
    for (let { first } = index; first && closeTimeMs(first) <= latestMs; { first } = index) this.#drop(first)
  }

  #drop(execution: Execution): void {
    const { closedByStart, closedByClose } = this.#options.executionsOf(execution.domain)
    this.#kept.remove(execution)
    closedByStart.remove(execution)
    closedByClose.remove(execution)
    this.#options.forget(execution)
  }
}
