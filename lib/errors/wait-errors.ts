import { brandAs, ResultError } from './result-error.js'

/** Names a result that was awaited, and the execution of its job. */
export interface AwaitedResult {
  /** The key of the result. */
  readonly key: string
  /** The id of the job's execution, if this process started it. It is undefined for a key from `createResult`. */
  readonly workflowId: string | undefined
  /** The run of the execution. It is also undefined if SWF has not answered the start. */
  readonly runId: string | undefined
}

/** No result came before the deadline. The job goes on in SWF if it was started. */
export class ResultTimeoutError extends ResultError implements AwaitedResult {
  static {
    brandAs(this, 'ResultTimeoutError')
  }

  readonly key: string
  readonly workflowId: string | undefined
  readonly runId: string | undefined
  /** How many ms the wait could last. */
  readonly timeoutMs: number

  constructor({ key, workflowId, runId }: AwaitedResult, timeoutMs: number, message: string) {
    super('ERR_RESULT_TIMEOUT', message)
    this.key = key
    this.workflowId = workflowId
    this.runId = runId
    this.timeoutMs = timeoutMs
  }
}

/** The result came, but the given `schema` refused it. */
export class ResultValidationError extends ResultError implements AwaitedResult {
  static {
    brandAs(this, 'ResultValidationError')
  }

  readonly key: string
  readonly workflowId: string | undefined
  readonly runId: string | undefined
  /** The issues as the schema gave them. The list is empty if the schema threw, and then the `cause` is what it threw. */
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

/** One reason for which a schema refused a value. */
export interface ValidationIssue {
  readonly message: string
  /** Where in the value the issue is. */
  readonly path?: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }> | undefined
}
