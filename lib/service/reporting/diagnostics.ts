import { channel, type Channel } from 'node:diagnostics_channel'
import { oneLine } from '../../base/message-texts.js'
import type { ServiceState } from './health.js'
import { outsideAnyStore } from '../../base/outside-any-store.js'
import type { StopReport } from './stop-report.js'

/**
 * How a wait ended. `completed` and `failed` are results of the job, `closed` is the end of its workflow without a result, and `invalid`
 * is a result that its schema refused. A wait that was given up ended with a stop, a failed service or a refused start.
 */
export type Ending = 'completed' | 'failed' | 'closed' | 'invalid' | 'timed-out' | 'aborted' | 'given-up'

/**
 * The messages that are published on `node:diagnostics_channel`, by channel. They are plain data without payloads and secrets. A
 * subscriber is called when everything that the message tells of is done. It is called outside any AsyncLocalStorage store, since one
 * timer or poll serves all callers, and the store would be that of any of them.
 */
export interface DiagnosticsMessages {
  'swf-result-worker.state': {
    readonly from: ServiceState
    readonly to: ServiceState
    readonly cause: string | undefined
    /** The report of a stop that is done, even if TERM or INT began it. It is undefined in all other messages. */
    readonly report: StopReport | undefined
  }
  'swf-result-worker.fault': {
    /** SWF's name of the fault, or the name of the error. It is `Warning` if nothing is wrong yet. */
    readonly name: string
    readonly message: string
    /** In how many ms the operation that failed is tried again. It is undefined if it is not tried again. */
    readonly retryInMs: number | undefined
  }
  'swf-result-worker.result': {
    readonly key: string
    /** How the wait ended. `late` says that a result came that nobody waits for. */
    readonly outcome: Ending | 'late'
  }
}

/** These references are kept for good, since Node 20 loses the subscribers of a channel that was garbage-collected. */
const channels = {
  'swf-result-worker.state': channel('swf-result-worker.state'),
  'swf-result-worker.fault': channel('swf-result-worker.fault'),
  'swf-result-worker.result': channel('swf-result-worker.result'),
} as const satisfies Record<keyof DiagnosticsMessages, Channel>

/** Publishes a message on a channel. The message is made only if the channel has subscribers. */
export function publish<Name extends keyof DiagnosticsMessages>(name: Name, message: () => DiagnosticsMessages[Name]): void {
  const target = channels[name]
  if (target.hasSubscribers) outsideAnyStore(() => target.publish(message()))
}

/** Publishes the name and message of an error, each in one line, and returns them. */
export function publishFault(error: unknown, retryInMs: number | undefined): { readonly name: string; readonly message: string } {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  const said = { name: oneLine(name), message: oneLine(message) }
  publish('swf-result-worker.fault', () => ({ ...said, retryInMs }))
  return said
}
