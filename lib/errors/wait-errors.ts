import { brandAs, ResultError } from './result-error.js'

/** What was waited for. */
export interface AwaitedResult {
  readonly key: string
  /** Of the job's execution, if this process started it; undefined for a key from `createResult`. */
  readonly workflowId: string | undefined
  /** Undefined also if the start itself was not answered. */
  readonly runId: string | undefined
}

/** No result came before the deadline. The job itself, if it was started, goes on in SWF. */
export class ResultTimeoutError extends ResultError implements AwaitedResult {
  static {
    brandAs(this, 'ResultTimeoutError')
  }

  readonly key: string
  readonly workflowId: string | undefined
  readonly runId: string | undefined
  readonly timeoutMs: number

  constructor({ key, workflowId, runId }: AwaitedResult, timeoutMs: number, message: string) {
    super('ERR_RESULT_TIMEOUT', message)
    this.key = key
    this.workflowId = workflowId
    this.runId = runId
    this.timeoutMs = timeoutMs
  }
}

/** The result came, but does not match the `schema` given for it. */
export class ResultValidationError extends ResultError implements AwaitedResult {
  static {
    brandAs(this, 'ResultValidationError')
  }

  readonly key: string
  readonly workflowId: string | undefined
  readonly runId: string | undefined
  /** The schema's own issues: a message and, mostly, a path. None if the schema threw: then that is the `cause`. */
  readonly issues: readonly ValidationIssue[]

  constructor(
    { key, workflowId, runId }: AwaitedResult,
    issues: readonly ValidationIssue[],
    message: string,
    options?: ErrorOptions,
  ) {
    super('ERR_RESULT_VALIDATION', message, options)
    this.key = key
    this.workflowId = workflowId
    this.runId = runId
    this.issues = issues
  }
}

export interface ValidationIssue {
  readonly message: string
  readonly path?: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }> | undefined
}
