import { inspect } from 'node:util'
import { closeStatuses } from '../model/execution/execution-outcome.js'
import type { Execution } from '../model/execution/execution.js'
import { statusOf, type ExecutionStatus } from './execution-description.js'
import { quote } from './find-runs.js'

const statuses: ReadonlySet<unknown> = new Set<ExecutionStatus>(['OPEN', ...closeStatuses])

export interface Wanted {
  readonly workflowId: string
  /** Undefined stands for any status. */
  readonly status: ExecutionStatus | undefined
  /** Undefined stands for any domain. */
  readonly domain: string | undefined
}

interface Wait {
  readonly wanted: Wanted
  readonly resolve: (execution: Execution) => void
  readonly reject: (error: Error) => void
}

/** The callers who wait for an execution to open or to close. The model tells of each change, so that nothing is polled. */
export class ExecutionWaits {
  readonly #waits = new Set<Wait>()

  /** Resolves with the first execution that is what is wanted at the moment when it opens or closes. */
  wait(wanted: Wanted, signal: AbortSignal | undefined): Promise<Execution> {
    return new Promise<Execution>((resolve, reject) => {
      const end = (): void => {
        this.#waits.delete(wait)
        signal?.removeEventListener('abort', abort)
      }
      const wait: Wait = {
        wanted,
        resolve: (execution) => {
          end()
          resolve(execution)
        },
        reject: (error) => {
          end()
          reject(error)
        },
      }
      const abort = (): void => wait.reject(abortError(signal?.reason))
      this.#waits.add(wait)
      signal?.addEventListener('abort', abort)
    })
  }

  /** A listener of the model. The execution has just opened or closed, and is the latest of its workflowId. */
  readonly noteChange = (execution: Execution): void => {
    for (const { wanted, resolve } of this.#waits) if (isWanted(execution, wanted)) resolve(execution)
  }

  /** Rejects every wait. The cause is what happened to LocalSwf. */
  rejectAll(cause: string): void {
    for (const { wanted, reject } of this.#waits) reject(endError(wanted, cause))
  }
}

export function isWanted(execution: Execution, { workflowId, status, domain }: Wanted): boolean {
  if (execution.workflowId !== workflowId) return false
  if (domain !== undefined && execution.domain.name !== domain) return false
  return status === undefined || status === statusOf(execution)
}

/** @throws TypeError when the signal is not an AbortSignal, but for instance its controller */
export function requireSignal(signal: unknown): void {
  if (signal === undefined || signal instanceof AbortSignal) return
  throw new TypeError(`waitForExecution takes { signal: an AbortSignal }, not ${inspect(signal, { depth: 0 })}`)
}

/** @throws TypeError that names the statuses, when this is not one of them */
export function requireStatus(status: unknown): void {
  if (status === undefined || statuses.has(status)) return
  throw new TypeError(`waitForExecution takes one of ${[...statuses].join(', ')}, or no status, not ${inspect(status)}`)
}

/** The error of a wait that LocalSwf ended. */
export function endError({ workflowId, status, domain }: Wanted, cause: string): Error {
  const where = domain === undefined ? '' : ` in the domain ${quote(domain)}`
  return new Error(`execution ${quote(workflowId)}${where} was awaited to be ${status ?? 'started'}, but LocalSwf was ${cause}`)
}

/** The error with which Node's own functions answer an aborted signal. */
export function abortError(reason: unknown): Error {
  return Object.assign(new Error('The operation was aborted', { cause: reason }), { name: 'AbortError', code: 'ABORT_ERR' })
}
