/**
 * A thrown value as plain data: what crosses the port, and what goes onto the wire of a failed job.
 * A structured clone of an Error loses its subclass, own fields and custom name; this form keeps them.
 */
export interface SerializedError {
  /** Class name, as thrown: `TypeError`, `OrderRejected`, `RuntimeError`; for a value that is no Error, its `typeof` or class. */
  readonly type: string
  readonly message: string
  /** The stack frames, one a line, without the `Type: message` head; absent if nothing was captured. */
  readonly stack?: string
  /** Own fields beside name, message, stack and cause; plain data only. */
  readonly fields: Readonly<Record<string, unknown>>
  readonly cause?: SerializedError
}
