import type { CloseStatus, JobErrorCode } from '../errors/index.js'
import type { SerializedError } from '../errors/serialized-error.js'

/** How a job ended, as its result task says. */
export type ResultOutcome =
  | { readonly status: 'completed'; readonly value: unknown }
  | { readonly status: 'failed'; readonly code: JobErrorCode; readonly failure: SerializedError }

/** How a job ended. */
export type Outcome =
  | ResultOutcome
  /** Its execution ended before there was a result: no result task says so, only the history. */
  | {
      readonly status: 'closed'
      readonly closeStatus: CloseStatus
      readonly reason: string | undefined
      /** What the decider failed with, or the last run of the job before the retry that never came. */
      readonly failure: SerializedError | undefined
    }
