import { brandAs, ResultError } from './result-error.js'

/** No result came before the deadline. The job itself goes on in SWF. */
export class ResultTimeoutError extends ResultError {
  static {
    brandAs(this, 'ResultTimeoutError')
  }

  readonly key: string
  readonly timeoutMs: number

  constructor(key: string, timeoutMs: number, message: string) {
    super('ERR_RESULT_TIMEOUT', message)
    this.key = key
    this.timeoutMs = timeoutMs
  }
}

/** The result came, but does not match the `schema` given for it. */
export class ResultValidationError extends ResultError {
  static {
    brandAs(this, 'ResultValidationError')
  }

  readonly key: string
  /** The schema's own issues: a message and, mostly, a path. None if the schema threw: then that is the `cause`. */
  readonly issues: readonly ValidationIssue[]

  constructor(key: string, issues: readonly ValidationIssue[], message: string, options?: ErrorOptions) {
    super('ERR_RESULT_VALIDATION', message, options)
    this.key = key
    this.issues = issues
  }
}

export interface ValidationIssue {
  readonly message: string
  readonly path?: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }> | undefined
}
