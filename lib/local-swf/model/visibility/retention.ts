import type { Domain } from '../domain/domain.js'
import type { Execution } from '../execution/execution.js'
import { closeTimeMs, inOrderOf } from './execution-index.js'
import { OrderedSet } from '../../collections/ordered-set.js'
import type { Swf } from '../swf.js'

interface RetentionOptions {
  readonly swf: Pick<Swf, 'deadlines' | 'nowMs'>
  /** In all domains together. */
  readonly mostExecutions: number
  /** Called with each execution that is kept no longer. */
  readonly forget: (execution: Execution) => void
}

/**
 * How long closed executions are kept: for the retention period of their domain (API reference, RegisterDomain). So that memory has
 * a bound there is a most as well (chosen): of all domains together what closed first goes first.
 */
export class Retention {
  readonly #options: RetentionOptions
  readonly #kept = new OrderedSet<Execution>(inOrderOf(closeTimeMs))
  /** Domains that have a deadline: each has one at most, that of what closed first in it. */
  readonly #watched = new Set<Domain>()

  constructor(options: RetentionOptions) {
    this.#options = options
  }

  add(execution: Execution): void {
    const { mostExecutions, forget } = this.#options
    const { domain } = execution
    // "As soon as the workflow execution completes, the execution record and its history are deleted" (API reference, RegisterDomain).
    if (domain.retentionMs === 0) return forget(execution)
    this.#kept.add(execution)
    domain.closedByStart.add(execution)
    domain.closedByClose.add(execution)
    const { first } = this.#kept
    if (first && this.#kept.size > mostExecutions) this.#drop(first)
    this.#watch(domain)
  }

  clear(): void {
    this.#kept.clear()
    this.#watched.clear()
  }

  #watch(domain: Domain): void {
    const { first } = domain.closedByClose
    if (!first || this.#watched.has(domain)) return
    this.#watched.add(domain)
    this.#options.swf.deadlines.add(closeTimeMs(first) + domain.retentionMs, () => {
      this.#watched.delete(domain)
      this.#dropExpired(domain)
      this.#watch(domain)
    })
  }

  #dropExpired(domain: Domain): void {
    const latestMs = this.#options.swf.nowMs() - domain.retentionMs
    const index = domain.closedByClose
    for (let { first } = index; first && closeTimeMs(first) <= latestMs; { first } = index) this.#drop(first)
  }

  #drop(execution: Execution): void {
    const { domain } = execution
    this.#kept.remove(execution)
    domain.closedByStart.remove(execution)
    domain.closedByClose.remove(execution)
    this.#options.forget(execution)
  }
}
