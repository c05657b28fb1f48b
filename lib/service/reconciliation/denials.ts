import type { Ask } from '../calls/ask.js'
import { publish } from '../reporting/diagnostics.js'

const LIST = 'ListClosedWorkflowExecutions'
const READ = 'GetWorkflowExecutionHistory'

/**
 * The operations that a policy denies. Each start of the service makes an `ask` function of its own, so a denial lasts until the next
 * start. The first denial after each start is published as a warning.
 */
export class Denials {
  readonly #denied = new WeakMap<Ask, Set<string>>()

  has(ask: Ask, operation: typeof LIST | typeof READ): boolean {
    return this.#denied.get(ask)?.has(operation) ?? false
  }

  add(ask: Ask, operation: typeof LIST | typeof READ): void {
    const denied = this.#denied.get(ask)
    if (denied !== undefined) return void denied.add(operation)
    this.#denied.set(ask, new Set([operation]))
    const message = `a policy denies swf:${operation}: a job that ends without its result task settles at its deadline, not before; allow swf:${LIST} and swf:${READ} to learn of its end earlier`
    publish('swf-result-worker.fault', () => ({ name: 'Warning', message, retryInMs: undefined }))
  }
}
