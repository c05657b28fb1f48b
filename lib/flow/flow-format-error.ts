import { LIMITS } from '../base/limits.js'

/** SWF carries no text longer than `LIMITS.data`. Twice as much leaves room for a text that did not come through SWF. */
const MAX_TEXT_CHARACTERS = 2 * LIMITS.data

/** A text from SWF is not what it should be. The message says why, and is fit for the `reason` of a failure. */
export class FlowFormatError extends Error {
  override readonly name = 'FlowFormatError'
}

/** @throws FlowFormatError for a text that is too long to be parsed */
export function refuseLongText({ length }: string): void {
  if (length <= MAX_TEXT_CHARACTERS) return
  throw new FlowFormatError(`text of ${length} characters is too long, the limit is ${MAX_TEXT_CHARACTERS}`)
}
