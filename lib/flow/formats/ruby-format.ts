import { decodeStart } from '../inputs/decode-start.js'
import { encodeStart } from '../inputs/encode-start.js'
import { encodeError, encodeFailure } from '../failures/encode-failure.js'
import { decodeError } from '../failures/decode-failure.js'
import type { JobFormat } from './job-format.js'
import { decodeResultInput, encodeFailureInput, forwardResultInput } from '../inputs/result-input.js'
import { decodeCause } from '../failures/activity-task-exceptions.js'
import { yamlDataConverter } from '../converters/yaml-data-converter.js'

/** The framework's own format: its templates in YAML. What only Ruby understands is handed on unchanged. */
export const rubyFormat: JobFormat = {
  ...yamlDataConverter,
  encodeStart,
  decodeStart,
  forwardResultInput,
  encodeFailureInput,
  decodeResultInput,
  encodeFailure,
  encodeError,
  decodeError,
  decodeCause,
}
