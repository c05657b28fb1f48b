import type { SerializedError } from '../../errors/serialized-error.js'
import type { DataConverter } from '../converters/data-converter.js'
import type { FailureText } from '../failures/encode-failure.js'
import type { JobStart } from '../../protocol/job-start.js'
import type { DecodedStart } from '../inputs/decode-step.js'
import type { DecodedResult } from '../inputs/result-input.js'
import type { RubyException } from '../ruby-values/index.js'
import type { FailureCause } from '../failures/activity-task-exceptions.js'

/**
 * Every text of a job on the wire: `rubyFormat` writes what the framework's own workers and clients do, `plainFormat` the same as
 * plain data by any other converter.
 */
export interface JobFormat extends DataConverter {
  /** StartWorkflowExecution's input. Throws TypeError naming the path of what cannot be written. */
  encodeStart(start: JobStart): string
  /** Throws FlowFormatError with the reason, for FailWorkflowExecution. */
  decodeStart(input: string | undefined): DecodedStart
  /** The result task's input for a result that an activity answered. Throws FlowFormatError if that cannot be read. */
  forwardResultInput(key: string, result: string): string
  /** The result task's input for a job that failed; what does not fit into it is cut. */
  encodeFailureInput(key: string, exception: RubyException): string
  /** Throws FlowFormatError with the reason, for RespondActivityTaskFailed. */
  decodeResultInput(input: string | undefined): DecodedResult
  /** For RespondActivityTaskFailed and FailWorkflowExecution; never throws. */
  encodeFailure(reason: string, exception: RubyException): FailureText
  /** As `encodeFailure`, for an error of ours. */
  encodeError(error: SerializedError): FailureText
  /** What an activity or execution failed with, by SWF's two texts of it. */
  decodeError(reason: string | undefined, details: string | undefined): SerializedError
  /** What the details of a failed activity hold. */
  readonly decodeCause: (details: string) => FailureCause
}
