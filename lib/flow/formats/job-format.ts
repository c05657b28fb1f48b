import type { SerializedError } from '../../errors/serialized-error.js'
import type { DataConverter } from '../converters/data-converter.js'
import type { FailureText } from '../failures/encode-failure.js'
import type { JobDescription } from '../../protocol/job-description.js'
import type { DecodedStart } from '../inputs/decode-step.js'
import type { DecodedResult } from '../inputs/result-input.js'
import type { RubyException } from '../ruby-values/index.js'
import type { FailureCause } from '../failures/activity-task-exceptions.js'

/**
 * Writes and reads every text of a job that SWF carries. `rubyFormat` does it as the framework's own workers and clients do. `plainFormat`
 * writes the same as plain data, with any other data converter.
 */
export interface JobFormat extends DataConverter {
  /**
   * Writes the input of StartWorkflowExecution.
   *
   * @throws TypeError naming the path of a value that cannot be written
   */
  encodeStart(start: JobDescription): string
  /**
   * Reads the input of an execution of the default workflow.
   *
   * @throws FlowFormatError with the reason for FailWorkflowExecution
   */
  decodeStart(input: string | undefined): DecodedStart
  /**
   * Writes the input of a result task for the result that an activity gave.
   *
   * @throws FlowFormatError if the activity's result cannot be read
   */
  forwardResultInput(key: string, result: string): string
  /** Writes the input of a result task for a job that failed. What does not fit is cut. */
  encodeFailureInput(key: string, exception: RubyException): string
  /**
   * Reads the input of a result task.
   *
   * @throws FlowFormatError with the reason for RespondActivityTaskFailed
   */
  decodeResultInput(input: string | undefined): DecodedResult
  /** Writes a failure for RespondActivityTaskFailed and FailWorkflowExecution. It never throws. */
  encodeFailure(reason: string, exception: RubyException): FailureText
  /** Writes a failure for a JavaScript error. It never throws. */
  encodeError(error: SerializedError): FailureText
  /** Reads what an activity or an execution failed with from the two texts that SWF has of it. */
  decodeError(reason: string | undefined, details: string | undefined): SerializedError
  /** Reads what the details of a failed activity hold. */
  readonly decodeCause: (details: string) => FailureCause
}
