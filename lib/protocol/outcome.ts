import type { CloseStatus, JobErrorCode } from '../errors/index.js'
import type { SerializedError } from '../errors/serialized-error.js'

/** How a job ended, as its result task tells it. */
export type ResultOutcome =
  | { readonly status: 'completed'; readonly value: unknown }
  | { readonly status: 'failed'; readonly code: JobErrorCode; readonly failure: SerializedError }

/** How a job ended. */
export type Outcome =
  | ResultOutcome
  /** The execution ended before the job had a result. Only the history tells this, since no result task is sent then. */
  | {
      readonly status: 'closed'
      readonly closeStatus: CloseStatus
      readonly reason: string | undefined
      /** The error of the decider, or of the activity's last run if another run was to follow and never came. */
      readonly failure: SerializedError | undefined
    }
