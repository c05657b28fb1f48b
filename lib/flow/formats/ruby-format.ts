import { decodeStart } from '../inputs/decode-start.js'
import { encodeStart } from '../inputs/encode-start.js'
import { failureReasonAndDetails, failureText } from '../failures/failures.js'
import { errorOfDetails } from '../failures/job-failure.js'
import type { JobFormat } from './job-format.js'
import { decodeResultInput, encodeFailureInput, forwardResultInput } from '../inputs/result-activity.js'
import { readCause } from '../failures/step-exceptions.js'
import { yamlDataConverter } from '../converters/yaml-data-converter.js'

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
