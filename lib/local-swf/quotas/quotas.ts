import type { Clock } from '../time/clock.js'
import { rateExceeded } from '../answers/faults.js'
import type { Figure, QuotaFigures } from './figures.js'
import { TokenBucket } from './token-bucket.js'

/** How often the account may call each operation and make each decision. What has no figure is not limited. */
export class Quotas {
  readonly #clock: Clock
  readonly #operations: Buckets
  readonly #decisions: Buckets
  readonly #executionFigures: Figures
  /** The buckets of an execution are forgotten together with it. */
  readonly #executions = new WeakMap<object, Buckets>()

  constructor({ operations, decisions, executionOperations }: QuotaFigures, clock: Clock) {
    this.#clock = clock
    this.#operations = new Buckets(figuresOf(operations))
    this.#decisions = new Buckets(figuresOf(decisions))
    this.#executionFigures = figuresOf(executionOperations)
  }

  /**
   * Takes a token for one call of the operation.
   * @throws SwfFault ThrottlingException, when there is no token left
   */
  takeOperation(operation: string): void {
    if (!this.#operations.take(operation, this.#clock.now())) throw rateExceeded()
  }

  /**
   * Takes a token for one call that is about this execution, if the operation has a quota for each execution.
   * @throws SwfFault ThrottlingException, when there is no token left
   */
  takeOperationOf(execution: object, operation: string): void {
    if (!this.#executionFigures.has(operation)) return
    let buckets = this.#executions.get(execution)
    if (!buckets) {
      buckets = new Buckets(this.#executionFigures)
      this.#executions.set(execution, buckets)
    }
    if (!buckets.take(operation, this.#clock.now())) throw rateExceeded()
  }

  /** Takes a token for one decision, and tells whether there was one. */
  takeDecision(decision: string): boolean {
    return this.#decisions.take(decision, this.#clock.now())
  }

  /** Fills all buckets. */
  reset(): void {
    this.#operations.reset()
    this.#decisions.reset()
  }
}

type Figures = ReadonlyMap<string, Figure>

function figuresOf(figures: Readonly<Record<string, Figure>>): Figures {
  return new Map(Object.entries(figures))
}

/** One bucket for each name. It is made when a token is first taken from it. */
class Buckets {
  readonly #figures: Figures
  readonly #buckets = new Map<string, TokenBucket>()

  constructor(figures: Figures) {
    this.#figures = figures
  }

  reset(): void {
    this.#buckets.clear()
  }

  take(name: string, nowMs: number): boolean {
    const figure = this.#figures.get(name)
    if (!figure) return true
    let bucket = this.#buckets.get(name)
    if (!bucket) {
      bucket = new TokenBucket(figure, nowMs)
      this.#buckets.set(name, bucket)
    }
    return bucket.take(nowMs)
  }
}
