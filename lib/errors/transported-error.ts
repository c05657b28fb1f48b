import { JobAlreadyRunningError, JobStartError, StartError, type StartErrorCode } from './index.js'
import { deserializeError } from './deserialize-error.js'
import { serializeError, type SerializedError } from './serialized-error.js'

/** An error on its way through the port. Its `kind` says of which class it will be again. */
export type TransportedError =
  | { readonly kind: 'start'; readonly code: StartErrorCode; readonly message: string; readonly cause?: SerializedError }
  | {
      readonly kind: 'already-running' | 'job-start'
      readonly workflowId: string
      readonly message: string
      readonly cause?: SerializedError
    }
  | { readonly kind: 'type-error'; readonly message: string; readonly cause?: SerializedError }
  | { readonly kind: 'other'; readonly error: SerializedError }

/** Turns an error into data that can cross the port. It never throws, whatever was thrown. */
export function transportError(error: unknown): TransportedError {
  const serialized = serializeError(error)
  try {
    return transported(error, serialized)
  } catch {
    // A proxy may throw when `instanceof` asks for its prototype.
    return { kind: 'other', error: serialized }
  }
}

function transported(error: unknown, serialized: SerializedError): TransportedError {
  const { message } = serialized
  const cause = serialized.cause && { cause: serialized.cause }
  if (error instanceof StartError) return { kind: 'start', code: error.code, message, ...cause }
  if (error instanceof JobAlreadyRunningError) return { kind: 'already-running', workflowId: error.workflowId, message, ...cause }
  if (error instanceof JobStartError) return { kind: 'job-start', workflowId: error.workflowId, message, ...cause }
  if (error instanceof TypeError) return { kind: 'type-error', message, ...cause }
  return { kind: 'other', error: serialized }
}

/** Makes an error of the data that crossed the port. This is the only place that does so. */
export function rebuildError(error: TransportedError): Error {
  if (error.kind === 'other') return deserializeError(error.error)
  const options = error.cause && { cause: deserializeError(error.cause) }
  switch (error.kind) {
    case 'start':
      return new StartError(error.code, error.message, options)
    case 'already-running':
      return new JobAlreadyRunningError(error.workflowId, error.message, options)
    case 'job-start':
      return new JobStartError(error.workflowId, error.message, options)
    case 'type-error':
      return new TypeError(error.message, options)
  }
}
