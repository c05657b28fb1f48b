import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { DiagnosticsMessages, ServiceState } from '../../lib/index.js'

type StateChange = DiagnosticsMessages['swf-result-worker.state']

/** Resolves at the next change to the state, of whatever service of this process. */
export function nextState(state: ServiceState): Promise<StateChange> {
  return new Promise((resolve) => {
    const hear = (message: unknown): void => {
      if (!isStateChange(message) || message.to !== state) return
      unsubscribe('swf-result-worker.state', hear)
      resolve(message)
    }
    subscribe('swf-result-worker.state', hear)
  })
}

function isStateChange(message: unknown): message is StateChange {
  return typeof message === 'object' && message !== null && 'to' in message
}
