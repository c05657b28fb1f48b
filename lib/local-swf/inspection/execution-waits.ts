import { inspect } from 'node:util'
import { closeStatuses } from '../model/execution/execution-outcome.js'
import type { Execution } from '../model/execution/execution.js'
import { statusOf, type ExecutionStatus } from './execution-description.js'
import { quote } from './find-runs.js'

const statuses: ReadonlySet<unknown> = new Set<ExecutionStatus>(['OPEN', ...closeStatuses])

export interface Wanted {
  readonly workflowId: string
  /** Undefined takes any. */
  readonly status: ExecutionStatus | undefined
  /** Undefined takes any. */
  readonly domain: string | undefined
}

interface Wait {
  readonly wanted: Wanted
  readonly found: (execution: Execution) => void
  readonly failed: (error: Error) => void
}

/** Who waits for an execution to begin or to end. Told by the model, so that nothing is polled. */
export class ExecutionWaits {
  readonly #waits = new Set<Wait>()

  /** Resolves with the first execution that is as it is wanted when it opens or closes. */
  wait(wanted: Wanted, signal: AbortSignal | undefined): Promise<Execution> {
    return new Promise<Execution>((resolve, reject) => {
      const end = (): void => {
        this.#waits.delete(wait)
        signal?.removeEventListener('abort', abort)
      }
      const wait: Wait = {
        wanted,
        found: (execution) => {
          end()
          resolve(execution)
        },
        failed: (error) => {
          end()
          reject(error)
        },
      }
      const abort = (): void => wait.failed(abortError(signal?.reason))
      this.#waits.add(wait)
      signal?.addEventListener('abort', abort)
    })
  }

  /** A listener of the model: the execution, the latest of its workflowId, has just opened or closed. */
  readonly changed = (execution: Execution): void => {
    for (const { wanted, found } of this.#waits) if (isWanted(execution, wanted)) found(execution)
  }

  /** Nobody's wait can come true any more. `what` happened to LocalSwf. */
  rejectAll(what: string): void {
    for (const { wanted, failed } of this.#waits) failed(endedError(wanted, what))
  }
}

export function isWanted(execution: Execution, { workflowId, status, domain }: Wanted): boolean {
  if (execution.workflowId !== workflowId) return false
  if (domain !== undefined && execution.domain.name !== domain) return false
  return status === undefined || status === statusOf(execution)
}

/** @throws TypeError for what is no AbortSignal: its controller, say */
export function requireSignal(signal: unknown): void {
  if (signal === undefined || signal instanceof AbortSignal) return
  throw new TypeError(`waitForExecution takes { signal: an AbortSignal }, not ${inspect(signal, { depth: 0 })}`)
}

/** @throws TypeError that names what there is */
export function requireStatus(status: unknown): void {
  if (status === undefined || statuses.has(status)) return
  throw new TypeError(`waitForExecution takes one of ${[...statuses].join(', ')}, or no status, not ${inspect(status)}`)
}

export function endedError({ workflowId, status, domain }: Wanted, what: string): Error {
  const where = domain === undefined ? '' : ` in the domain ${quote(domain)}`
  return new Error(`execution ${quote(workflowId)}${where} was awaited to be ${status ?? 'started'}, but LocalSwf was ${what}`)
}

/** The error with which Node's own functions answer an aborted signal. */
export function abortError(reason: unknown): Error {
  return Object.assign(new Error('The operation was aborted', { cause: reason }), { name: 'AbortError', code: 'ABORT_ERR' })
}
