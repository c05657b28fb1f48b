import type { JobActivity } from './job-description.js'
import type { Credentials } from '../base/connection.js'
import type { Outcome } from './outcome.js'
import type { TransportedError } from '../errors/transported-error.js'

// This file is the whole protocol between the main thread and the worker thread.
// Every message is plain data that a structured clone keeps as it is.
//
//     main thread ── ToThread ──► worker thread ── FromThread ──► main thread

/** What the thread needs to know from its beginning. It comes with the port in `workerData`. */
export interface ThreadConfig {
  readonly domain: string
  /** The task list that this process owns. */
  readonly taskList: string
  readonly identity: string
  readonly register: boolean
  readonly maxPollers: number
  /** This is `yaml`, `json`, or the URL of a module. */
  readonly dataConverter: string
  readonly region?: string | undefined
  readonly endpoint?: string | undefined
  /** With `ask` the caller gave a function, which cannot cross to the thread. The thread sends a `credentials-request` instead. */
  readonly credentials?: Credentials | 'ask' | undefined
  /** The tasks that earlier threads had received and not answered. */
  readonly orphans: readonly OrphanedTask[]
}

/** A result task, and the execution that it belongs to. */
export interface OpenTask {
  readonly taskToken: string
  readonly workflowId: string | undefined
  readonly runId: string | undefined
}

/** A result task that a thread left unanswered when it died. */
export interface OrphanedTask {
  readonly taskToken: string
  /** Whether the main thread had received the task's result by then. */
  readonly delivered: boolean
  /** How the thread that had the task ended. */
  readonly reason: string
}

/** SWF's settings of one execution, by SWF's names. Durations are written as SWF writes them: seconds in digits, or `NONE`. */
interface ExecutionSettings {
  readonly executionStartToCloseTimeout: string
  readonly taskStartToCloseTimeout?: string | undefined
  readonly childPolicy?: 'TERMINATE' | 'REQUEST_CANCEL' | 'ABANDON' | undefined
  readonly taskPriority?: string | undefined
  readonly tagList: readonly string[]
}

/** Everything that the main thread says of a job that is to be started, except who waits for its result. */
export interface StartSettings {
  readonly workflowId: string
  readonly execution: ExecutionSettings
  readonly activity: JobActivity
  readonly input: unknown
}

/** Asks the thread to start one execution of the default workflow. */
export interface StartExecutionCall extends StartSettings {
  readonly type: 'startExecution'
  /** The key of the result. Nobody waits for the result of a job without a key. */
  readonly key?: string | undefined
}

/** Asks what became of a job, according to the history of its execution. */
export interface FindOutcomeCall {
  readonly type: 'findOutcome'
  readonly workflowId: string
  readonly runId: string
}

/** Asks when an execution was started, by SWF's clock. */
export interface FindStartCall {
  readonly type: 'findStart'
  readonly workflowId: string
  readonly runId: string
}

/** Asks for one page of the executions of the default workflow that closed. The oldest comes first. */
export interface ListClosedCall {
  readonly type: 'listClosed'
  /** Executions that closed before this moment are left out. It is by SWF's clock, in ms since the epoch. */
  readonly since: number
  readonly pageToken?: string | undefined
}

interface ClosedPage {
  readonly runIds: readonly string[]
  /** When the last execution of the page closed, by SWF's clock, in ms since the epoch. */
  readonly until: number | undefined
  readonly nextPageToken: string | undefined
}

/** Every request that the thread answers, with its answer. The answer `denied` says that a policy forbids the operation. */
export interface Calls {
  startExecution: { readonly request: StartExecutionCall; readonly answer: { readonly runId: string } }
  findOutcome: { readonly request: FindOutcomeCall; readonly answer: Outcome | 'open' | 'denied' }
  /** The answer is in ms since the epoch. It is undefined if SWF no longer knows the execution. */
  findStart: { readonly request: FindStartCall; readonly answer: number | undefined | 'denied' }
  listClosed: { readonly request: ListClosedCall; readonly answer: ClosedPage | 'denied' }
}
export type Call = Calls[keyof Calls]['request']
export type AnswerTo<C extends Call> = Calls[C['type']]['answer']

/** A value, or the error that came instead of it. */
export type Answer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: TransportedError }

export type ToThread =
  /** `maybeCarriedOut` says that an earlier thread was about to send the call's request to SWF when it died. */
  | { readonly type: 'call'; readonly id: number; readonly call: Call; readonly maybeCarriedOut: boolean }
  /** Nobody waits for the call's answer any longer, so the thread must not try it again. */
  | { readonly type: 'withdraw'; readonly id: number }
  | { readonly type: 'credentials'; readonly id: number; readonly answer: Answer }
  /** The thread answers this with `pong` as soon as it reads it. */
  | { readonly type: 'ping' }
  /** The thread makes no new polls, aborts those under way, answers the tasks in hand, and then ends. */
  | { readonly type: 'halt' }

export type FromThread =
  | { readonly type: 'ready'; readonly region: string }
  | { readonly type: 'start-refused'; readonly error: TransportedError }
  /** A task came. This is sent before the task is decoded, since what the task holds may end the thread. */
  | { readonly type: 'task'; readonly task: OpenTask }
  | {
      readonly type: 'result'
      readonly taskToken: string
      readonly key: string
      readonly runId: string | undefined
      readonly outcome: Outcome
    }
  /**
   * The thread is done with a task or an orphan. Each of them gets exactly one such message. `answered` is false if SWF could not be
   * told of the answer, and true if SWF has it or waits for none.
   */
  | { readonly type: 'responded'; readonly taskToken: string; readonly answered: boolean }
  /** The thread is about to send the request of a call to SWF. Before this message it certainly has not sent one. */
  | { readonly type: 'sending'; readonly id: number }
  | { readonly type: 'answer'; readonly id: number; readonly answer: Answer }
  | { readonly type: 'credentials-request'; readonly id: number }
  | { readonly type: 'pong' }
  /** SWF answered a poll, with a task or without. At most one of these is sent each second. */
  | { readonly type: 'polled'; readonly at: number }
  /** SWF refused a request, or the request got lost. */
  | {
      readonly type: 'fault'
      /** Which kind of request failed. The next success of the same kind ends the fault. */
      readonly of: 'poll' | 'answer'
      readonly name: string
      readonly message: string
      /** After how many ms the request is tried again. It is undefined if it is not tried again. */
      readonly retryInMs: number | undefined
    }
  /** Nothing is wrong yet, but somebody should know this. */
  | { readonly type: 'warning'; readonly message: string }
  /** SWF refuses the polls for good, so the thread ends. */
  | { readonly type: 'failed'; readonly error: TransportedError }

const TO_THREAD: Readonly<Record<ToThread['type'], true>> = {
  call: true,
  withdraw: true,
  credentials: true,
  ping: true,
  halt: true,
}
const FROM_THREAD: Readonly<Record<FromThread['type'], true>> = {
  ready: true,
  'start-refused': true,
  task: true,
  result: true,
  responded: true,
  sending: true,
  answer: true,
  'credentials-request': true,
  pong: true,
  polled: true,
  fault: true,
  warning: true,
  failed: true,
}

// Only our own code posts to this port, and both of its ends have the same version. So these guards tell our messages from what
// others post to a worker, as node's watch mode does. They do not tell well-made messages from forged ones.

export function isToThread(message: unknown): message is ToThread {
  return hasTypeOf(TO_THREAD, message)
}

export function isFromThread(message: unknown): message is FromThread {
  return hasTypeOf(FROM_THREAD, message)
}

function hasTypeOf(types: object, message: unknown): boolean {
  return (
    typeof message === 'object' &&
    message !== null &&
    'type' in message &&
    typeof message.type === 'string' &&
    Object.hasOwn(types, message.type)
  )
}
