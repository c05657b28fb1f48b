import type { JobErrorCode } from '../errors.js'
import type { RetrySettings } from '../flow/retry-policy.js'
import type { Credentials } from '../swf/connection.js'
import type { SerializedError } from './serialized-error.js'
import type { TransportedError } from './transported-error.js'

/**
 * The whole protocol between the main thread and the worker thread: plain data that a structured clone keeps as it is.
 *
 *     main thread ── ToThread ──► worker thread ── FromThread ──► main thread
 */

/** What the thread needs to know from its beginning; it comes with the port in `workerData`. */
export interface ThreadConfig {
  readonly domain: string
  /** The task list that this process owns. */
  readonly taskList: string
  readonly identity: string
  readonly register: boolean
  readonly maxPollers: number
  readonly region?: string | undefined
  readonly endpoint?: string | undefined
  /** `ask`: the caller gave a function, which cannot cross; it is asked by `credentials-request`. */
  readonly credentials?: Credentials | 'ask' | undefined
}

/** Starts one execution of the default workflow. Durations are SWF's own: seconds in digits, or `NONE`. */
export interface StartExecutionCall {
  readonly type: 'startExecution'
  readonly workflowId: string
  readonly key: string
  readonly activity: {
    readonly className: string
    readonly method: string
    readonly version: string
    readonly taskList?: string | undefined
    readonly scheduleToCloseTimeout?: string | undefined
    readonly scheduleToStartTimeout?: string | undefined
    readonly startToCloseTimeout?: string | undefined
    readonly heartbeatTimeout?: string | undefined
    /** Intervals in seconds. */
    readonly retry?: RetrySettings | undefined
  }
  readonly input: unknown
  readonly executionStartToCloseTimeout: string
  readonly taskStartToCloseTimeout?: string | undefined
  readonly childPolicy?: 'TERMINATE' | 'REQUEST_CANCEL' | 'ABANDON' | undefined
  readonly taskPriority?: string | undefined
  readonly tagList: readonly string[]
}

export interface StartedExecution {
  readonly runId: string
}

/** Every request that the thread answers, with what it answers. */
export interface Calls {
  startExecution: { readonly request: StartExecutionCall; readonly answer: StartedExecution }
}
export type Call = Calls[keyof Calls]['request']
export type AnswerTo<C extends Call> = Calls[C['type']]['answer']

export type Answer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: TransportedError }

/** How the job of a result ended. */
export type Outcome =
  | { readonly status: 'completed'; readonly value: unknown }
  | { readonly status: 'failed'; readonly code: JobErrorCode; readonly failure: SerializedError }

export type ToThread =
  | { readonly type: 'call'; readonly id: number; readonly call: Call }
  /** Nobody waits for the call's answer any longer: do not try it again. */
  | { readonly type: 'withdraw'; readonly id: number }
  | { readonly type: 'credentials'; readonly id: number; readonly answer: Answer }
  /** No new polls; answer the tasks in hand; abort the polls under way; then `halted`, and the thread ends. */
  | { readonly type: 'halt' }

export type FromThread =
  | { readonly type: 'ready'; readonly region: string }
  | { readonly type: 'start-refused'; readonly error: TransportedError }
  | { readonly type: 'result'; readonly key: string; readonly outcome: Outcome }
  /** SWF has the answer to the task of a `result`, or will not take it, or could not be reached in time: one for each. */
  | { readonly type: 'responded' }
  /** SWF has no answer to a task, and gets none any more: it gives the task up at its timeout. */
  | { readonly type: 'unanswered' }
  | { readonly type: 'answer'; readonly id: number; readonly answer: Answer }
  | { readonly type: 'credentials-request'; readonly id: number }
  /** A poll was answered, with a task or without; at most one of these a second. */
  | { readonly type: 'polled'; readonly at: number }
  /** Something SWF refused or lost, and after how long it is tried again. */
  | { readonly type: 'fault'; readonly name: string; readonly message: string; readonly retryInMs: number }
  /** Nothing is wrong yet, but somebody should know. */
  | { readonly type: 'warning'; readonly message: string }
  /** Polls are refused for good: the thread ends. */
  | { readonly type: 'failed'; readonly error: TransportedError }
  | { readonly type: 'halted' }

const TO_THREAD = new Set<unknown>(['call', 'withdraw', 'credentials', 'halt'] satisfies Array<ToThread['type']>)
const FROM_THREAD = new Set<unknown>([
  'ready',
  'start-refused',
  'result',
  'responded',
  'unanswered',
  'answer',
  'credentials-request',
  'polled',
  'fault',
  'warning',
  'failed',
  'halted',
] satisfies Array<FromThread['type']>)

// The port is ours alone, and both ends are of one version: the guards tell our messages from what others post
// to a worker (node's watch mode does), not well-made ones from forged ones.

export function isToThread(message: unknown): message is ToThread {
  return isTyped(message) && TO_THREAD.has(message.type)
}

export function isFromThread(message: unknown): message is FromThread {
  return isTyped(message) && FROM_THREAD.has(message.type)
}

function isTyped(message: unknown): message is { readonly type: unknown } {
  return typeof message === 'object' && message !== null && 'type' in message
}
