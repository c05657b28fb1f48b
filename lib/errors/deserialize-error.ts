import type { SerializedError } from './serialized-error.js'

/** Makes an Error that has the name, message, stack, cause and fields of the one that was serialized, but not its class. */
export function deserializeError(serialized: SerializedError): Error {
  const { type, message, cause } = serialized
  const error = new Error(message, cause && { cause: deserializeError(cause) })
  Object.defineProperty(error, 'name', { value: type, configurable: true, writable: true })
  restoreDetails(error, serialized)
  return error
}

/** Gives an error the stack and the fields of the one that was serialized. A field never replaces a member that the error has itself. */
export function restoreDetails(error: Error, { type, message, stack, fields }: SerializedError): void {
  const head = `${type}: ${message}`
  Object.defineProperty(error, 'stack', { value: stack ? `${head}\n${stack}` : head, configurable: true, writable: true })
  for (const [name, value] of Object.entries(fields)) {
    if (!(name in error)) Object.defineProperty(error, name, { value, enumerable: true, configurable: true, writable: true })
  }
}
