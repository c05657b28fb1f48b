import type { Caller } from '../calls/caller.js'
import { publish } from '../reporting/diagnostics.js'

const LIST = 'ListClosedWorkflowExecutions'
const READ = 'GetWorkflowExecutionHistory'

/** What a policy denies to a session. The first denial of each session is told. */
export class Denials {
  readonly #denied = new WeakMap<Caller, Set<string>>()

  has(session: Caller, operation: typeof LIST | typeof READ): boolean {
    return this.#denied.get(session)?.has(operation) ?? false
  }

  add(session: Caller, operation: typeof LIST | typeof READ): void {
    const denied = this.#denied.get(session)
    if (denied !== undefined) return void denied.add(operation)
    this.#denied.set(session, new Set([operation]))
    const message = `a policy denies swf:${operation}: a job that ends without its result task settles at its deadline, not before; swf:${LIST} and swf:${READ} would tell of it`
    publish('swf-result-worker.fault', () => ({ name: 'Warning', message, retryInMs: undefined }))
  }
}
