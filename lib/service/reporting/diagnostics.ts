import { channel, type Channel } from 'node:diagnostics_channel'
import { oneLine } from '../../base/message-texts.js'
import type { ServiceState } from './health.js'
import { outsideAnyStore } from '../../base/outside-any-store.js'
import type { Ending } from '../waiting/pending-results.js'
import type { StopReport } from './stop-report.js'

/**
 * What is published on `node:diagnostics_channel`: data only, no payload, no secret. Subscribers are called when all that the message
 * tells of is done, and outside any AsyncLocalStorage store: one timer or poll serves all callers, so the store would be anybody's.
 */
export interface DiagnosticsMessages {
  'swf-result-worker.state': {
    readonly from: ServiceState
    readonly to: ServiceState
    readonly cause: string | undefined
    /** Of a stop that is done, also one by TERM or INT. */
    readonly report: StopReport | undefined
  }
  'swf-result-worker.fault': {
    /** SWF's name of the fault or that of the error; `Warning` where nothing is wrong yet. */
    readonly name: string
    readonly message: string
    /** In how many ms what failed is tried again; undefined if it is not. */
    readonly retryInMs: number | undefined
  }
  'swf-result-worker.result': {
    readonly key: string
    /** `late`: a result came that nobody waits for. */
    readonly outcome: Ending | 'late'
  }
}

/** Held for good: Node 20 loses the subscribers of a channel whose namesake was collected before them. */
const channels = {
  'swf-result-worker.state': channel('swf-result-worker.state'),
  'swf-result-worker.fault': channel('swf-result-worker.fault'),
  'swf-result-worker.result': channel('swf-result-worker.result'),
} as const satisfies Record<keyof DiagnosticsMessages, Channel>

/** Publishes, if somebody listens. */
export function publish<Name extends keyof DiagnosticsMessages>(name: Name, message: () => DiagnosticsMessages[Name]): void {
  const target = channels[name]
  if (target.hasSubscribers) outsideAnyStore(() => target.publish(message()))
}

/** Publishes what an error says, in a line, and returns that. */
export function publishFault(error: unknown, retryInMs: number | undefined): { readonly name: string; readonly message: string } {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  const said = { name: oneLine(name), message: oneLine(message) }
  publish('swf-result-worker.fault', () => ({ ...said, retryInMs }))
  return said
}
