import type { Clock } from '../time/clock.js'
import { rateExceeded } from '../answers/faults.js'
import type { Figure, QuotaFigures } from './figures.js'
import { TokenBucket } from './token-bucket.js'

/** How often the account may do what. What has no figure is not limited. */
export class Quotas {
  readonly #clock: Clock
  readonly #operations: Buckets
  readonly #decisions: Buckets
  readonly #executionFigures: Figures
  /** An execution's buckets go with it. */
  readonly #executions = new WeakMap<object, Buckets>()

  constructor({ operations, decisions, executionOperations }: QuotaFigures, clock: Clock) {
    this.#clock = clock
    this.#operations = new Buckets(figuresOf(operations))
    this.#decisions = new Buckets(figuresOf(decisions))
    this.#executionFigures = figuresOf(executionOperations)
  }

  /** @throws SwfFault ThrottlingException */
  takeOperation(operation: string): void {
    if (!this.#operations.take(operation, this.#clock.now())) throw rateExceeded()
  }

  /** For an operation that also has a quota for each execution. @throws SwfFault ThrottlingException */
  takeOperationOf(execution: object, operation: string): void {
    if (!this.#executionFigures.has(operation)) return
    let buckets = this.#executions.get(execution)
    if (!buckets) {
      buckets = new Buckets(this.#executionFigures)
      this.#executions.set(execution, buckets)
    }
    if (!buckets.take(operation, this.#clock.now())) throw rateExceeded()
  }

  /** Whether there was a token for it. */
  takeDecision(decision: string): boolean {
    return this.#decisions.take(decision, this.#clock.now())
  }

  /** All buckets are full again. */
  reset(): void {
    this.#operations.reset()
    this.#decisions.reset()
  }
}

type Figures = ReadonlyMap<string, Figure>

function figuresOf(figures: Readonly<Partial<Record<string, Figure>>>): Figures {
  return new Map(Object.entries(figures).flatMap(([name, figure]) => (figure ? [[name, figure] as const] : [])))
}

/** A bucket for each name, made when it is first asked for. */
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
