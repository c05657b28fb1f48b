import { decodeStart } from './decode-start.js'
import { encodeStart } from './encode-start.js'
import { failureReasonAndDetails, failureText } from './failures.js'
import { errorOfDetails } from './job-failure.js'
import type { JobFormat } from './job-format.js'
import { decodeResultInput, encodeFailureInput, forwardResultInput } from './result-activity.js'
import { readCause } from './step-exceptions.js'
import { yamlDataConverter } from './yaml-data-converter.js'

/** The framework's own: its templates in YAML, and what only Ruby understands handed on as it came. */
export const rubyFormat: JobFormat = {
  ...yamlDataConverter,
  encodeStart,
  decodeStart,
  forwardResultInput,
  encodeFailureInput,
  decodeResultInput,
  failureText,
  failureOf: failureReasonAndDetails,
  errorOf: errorOfDetails,
  readCause,
}
