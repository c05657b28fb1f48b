import type { JobDescription } from './job-description.js'
import type { Credentials } from '../base/connection.js'
import type { Outcome } from './outcome.js'
import type { TransportedError } from '../errors/transported-error.js'

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
  /** `yaml`, `json`, or the URL of a module. */
  readonly dataConverter: string
  readonly region?: string | undefined
  readonly endpoint?: string | undefined
  /** `ask`: the caller gave a function, which cannot cross; it is asked by `credentials-request`. */
  readonly credentials?: Credentials | 'ask' | undefined
  /** Tasks that threads before this one had, and left unanswered. */
  readonly orphans: readonly OrphanedTask[]
}

/** A result task, and the execution that it belongs to. */
export interface OpenTask {
  readonly taskToken: string
  readonly workflowId: string | undefined
  readonly runId: string | undefined
}

export interface OrphanedTask {
  readonly taskToken: string
  /** Its result had come here all the same. */
  readonly delivered: boolean
  /** What became of the thread that had it. */
  readonly reason: string
}

/** Starts one execution of the default workflow. Durations are SWF's own: seconds in digits, or `NONE`. */
export interface StartExecutionCall {
  readonly type: 'startExecution'
  readonly workflowId: string
  /** Of the result; without one nobody awaits it. */
  readonly key?: string | undefined
  readonly activity: Omit<JobDescription, 'args' | 'key' | 'resultTaskList'>
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

/** What became of a job, by the history of its execution. */
export interface FindOutcomeCall {
  readonly type: 'findOutcome'
  readonly workflowId: string
  readonly runId: string
}

/** When an execution was started, by SWF's clock. */
export interface FindStartCall {
  readonly type: 'findStart'
  readonly workflowId: string
  readonly runId: string
}

/** One page of the executions of the default workflow that closed, the oldest first. */
export interface ListClosedCall {
  readonly type: 'listClosed'
  /** The earliest close, by SWF's clock: ms since the epoch. */
  readonly since: number
  readonly pageToken?: string | undefined
}

export interface ClosedPage {
  readonly runIds: readonly string[]
  /** When the last of them closed, by SWF's clock: ms since the epoch. */
  readonly until: number | undefined
  readonly nextPageToken: string | undefined
}

/** Every request that the thread answers, with what it answers. `denied`: a policy forbids the operation. */
export interface Calls {
  startExecution: { readonly request: StartExecutionCall; readonly answer: StartedExecution }
  findOutcome: { readonly request: FindOutcomeCall; readonly answer: Outcome | 'open' | 'denied' }
  /** ms since the epoch; undefined if SWF knows the execution no longer. */
  findStart: { readonly request: FindStartCall; readonly answer: number | undefined | 'denied' }
  listClosed: { readonly request: ListClosedCall; readonly answer: ClosedPage | 'denied' }
}
export type Call = Calls[keyof Calls]['request']
export type AnswerTo<C extends Call> = Calls[C['type']]['answer']

export type Answer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: TransportedError }

export type ToThread =
  /** `maybeCarriedOut`: a thread that is gone was about to ask SWF for it. */
  | { readonly type: 'call'; readonly id: number; readonly call: Call; readonly maybeCarriedOut: boolean }
  /** Nobody waits for the call's answer any longer: do not try it again. */
  | { readonly type: 'withdraw'; readonly id: number }
  | { readonly type: 'credentials'; readonly id: number; readonly answer: Answer }
  /** To be answered with `pong`, at once. */
  | { readonly type: 'ping' }
  /** No new polls; abort those under way; answer the tasks in hand; then the thread ends. */
  | { readonly type: 'halt' }

export type FromThread =
  | { readonly type: 'ready'; readonly region: string }
  | { readonly type: 'start-refused'; readonly error: TransportedError }
  /** A task came. It is told before it is decoded: what it holds may be the end of this thread. */
  | { readonly type: 'task'; readonly task: OpenTask }
  | {
      readonly type: 'result'
      readonly taskToken: string
      readonly key: string
      readonly runId: string | undefined
      readonly outcome: Outcome
    }
  /** Nothing more is done about a `task` or an orphan: SWF has its answer, waits for none, or could not be told. One for each. */
  | { readonly type: 'responded'; readonly taskToken: string; readonly answered: boolean }
  /** SWF is about to be asked for what a call wants. Until this comes, it surely was not. */
  | { readonly type: 'sending'; readonly id: number }
  | { readonly type: 'answer'; readonly id: number; readonly answer: Answer }
  | { readonly type: 'credentials-request'; readonly id: number }
  | { readonly type: 'pong' }
  /** A poll was answered, with a task or without; at most one of these a second. */
  | { readonly type: 'polled'; readonly at: number }
  /** Something SWF refused or lost, and after how long it is tried again; undefined if it is not. */
  | {
      readonly type: 'fault'
      /** Of what: a good one of the same ends it. */
      readonly of: 'poll' | 'answer'
      readonly name: string
      readonly message: string
      readonly retryInMs: number | undefined
    }
  /** Nothing is wrong yet, but somebody should know. */
  | { readonly type: 'warning'; readonly message: string }
  /** Polls are refused for good: the thread ends. */
  | { readonly type: 'failed'; readonly error: TransportedError }

const TO_THREAD = new Set<unknown>(['call', 'withdraw', 'credentials', 'ping', 'halt'] satisfies Array<ToThread['type']>)
const FROM_THREAD = new Set<unknown>([
  'ready',
  'start-refused',
  'task',
  'result',
  'responded',
  'sending',
  'answer',
  'credentials-request',
  'pong',
  'polled',
  'fault',
  'warning',
  'failed',
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
