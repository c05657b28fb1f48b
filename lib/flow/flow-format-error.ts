/** A text from SWF is not what it should be; the message says in which way, fit for a failure's `reason`. */
export class FlowFormatError extends Error {
  override readonly name = 'FlowFormatError'
}
