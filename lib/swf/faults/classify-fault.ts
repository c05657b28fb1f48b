import type { StartErrorCode } from '../../errors/index.js'
import { oneLine } from '../../base/message-texts.js'
import {
  FAULT_ROWS,
  KIND_OF_MESSAGE,
  KIND_OF_NAME,
  KIND_OF_STATUS,
  KIND_OF_STATUS_WITH_NAME,
  KIND_OF_SYSTEM_CODE,
  type FaultAction,
  type FaultKind,
} from './fault-table.js'

/** What is known about an error of a call to SWF, and what to do about it. */
export interface Fault {
  readonly kind: FaultKind
  /** SWF's name of the fault, or the code of Node's error: `ThrottlingException`, `ECONNREFUSED`. */
  readonly name: string
  readonly action: FaultAction
  readonly code: StartErrorCode
  /**
   * Whether SWF may have carried out the request. It is false only if SWF certainly did not: the request was never sent, or SWF
   * itself refused it.
   */
  readonly mayHaveTakenEffect: boolean
  /** A line for humans: what the fault means, and the error's own message. */
  readonly reason: string
  readonly cause: unknown
}

/** Says what an error of a request to SWF means. The error may be anything that was thrown. */
export function classifyFault(error: unknown): Fault {
  const clues = cluesOf(error)
  const kind = kindOf(clues)
  const row = FAULT_ROWS[kind]
  // If a web page came instead of an answer, its status says more than its text.
  const said = kind === 'notSwf' && clues.status !== undefined ? `status ${clues.status}, ${clues.said}` : clues.said
  return { kind, name: clues.systemCode ?? clues.name, ...row, reason: `${row.reason} (${said})`, cause: error }
}

interface Clues {
  readonly name: string
  readonly message: string
  readonly said: string
  readonly systemCode: string | undefined
  readonly connecting: boolean
  readonly status: number | undefined
  readonly clockCorrected: boolean
  /** Whether AWS named the fault. Errors from elsewhere have no `__type`. */
  readonly named: boolean
}

function kindOf(clues: Clues): FaultKind {
  const { name, message, status } = clues
  const systemKind = KIND_OF_SYSTEM_CODE.get(clues.systemCode ?? '')
  if (clues.connecting) return systemKind === 'noDescriptors' ? systemKind : 'unreachable'
  const kind = systemKind ?? KIND_OF_NAME.get(name)
  // SWF has one fault for three cases. After a poll or start it means an unregistered domain or type; after any other request, a
  // task or execution that does not exist.
  if (name === 'UnknownResourceFault') return /^unknown (domain|type)/i.test(message) ? 'notRegistered' : 'gone'
  // AWS refuses a wrong clock in the same way as a wrong key. The SDK notes the server's time and signs the next attempt with it.
  if (kind === 'badCredentials' && (clues.clockCorrected || /signature (expired|not yet current)/i.test(message)))
    return 'clockSkew'
  if (kind) return kind
  const said = KIND_OF_MESSAGE.find(([pattern]) => pattern.test(message))
  if (said) return said[1]
  if (status !== undefined && status >= 500) return 'serverError'
  const byName = clues.named ? KIND_OF_STATUS_WITH_NAME.get(status ?? 0) : undefined
  return byName ?? KIND_OF_STATUS.get(status ?? 0) ?? 'unexpected'
}

/** A function for credentials can throw anything, even something that throws again when it is looked at. */
function cluesOf(error: unknown): Clues {
  try {
    return cluesIn(error)
  } catch {
    return cluesIn(undefined)
  }
}

function cluesIn(error: unknown): Clues {
  if (!(error instanceof Error)) {
    // The text of a thrown object would say nothing, and some objects cannot be turned into a text.
    return cluesIn(new Error(typeof error === 'string' ? error : `a thrown ${typeof error}`))
  }
  // The SDK takes name and message from the answer unchanged, so they need not be strings.
  const name = oneLine(stringOf(error, 'name') ?? 'Error')
  // After a line break the SDK appends hints for its own developers.
  const message = oneLine(stringOf(error, 'message')?.split('\n', 1)[0] ?? '')
  const code = stringOf(error, 'code')
  const systemCode = code === undefined ? undefined : oneLine(code)
  const metadata = objectOf(error, '$metadata')
  return {
    name,
    message,
    said: saidBy(name, message),
    systemCode,
    connecting: isOfConnecting(error, message),
    status: metadata && numberOf(metadata, 'httpStatusCode'),
    clockCorrected: metadata !== undefined && Reflect.get(metadata, 'clockSkewCorrected') === true,
    named: stringOf(error, '__type') !== undefined,
  }
}

function saidBy(name: string, message: string): string {
  if (message === '' || message === name) return name
  return name === 'Error' ? message : `${name}: ${message}`
}

function isOfConnecting(error: Error, message: string): boolean {
  // Node tries all addresses of a host, and then throws their errors in an AggregateError that has no syscall.
  // Only the message tells the SDK's connection timeout from its other timeouts.
  return (
    stringOf(error, 'syscall') === 'connect' ||
    error instanceof AggregateError ||
    message.includes('did not establish a connection')
  )
}

function stringOf(object: object, key: string): string | undefined {
  const value: unknown = Reflect.get(object, key)
  return typeof value === 'string' ? value : undefined
}

function numberOf(object: object, key: string): number | undefined {
  const value: unknown = Reflect.get(object, key)
  return typeof value === 'number' ? value : undefined
}

function objectOf(object: object, key: string): object | undefined {
  const value: unknown = Reflect.get(object, key)
  return typeof value === 'object' && value !== null ? value : undefined
}
