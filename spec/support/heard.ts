import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { DiagnosticsMessages, ServiceState } from '../../lib/index.js'

type Channel = keyof DiagnosticsMessages

/** Resolves at the next change to the state, of whatever service of this process. */
export function nextState(state: ServiceState): Promise<DiagnosticsMessages['swf-result-worker.state']> {
  return next('swf-result-worker.state', ({ to }) => to === state)
}

/** Resolves at the next fault that says the text. */
export function nextFault(text: string): Promise<DiagnosticsMessages['swf-result-worker.fault']> {
  return next('swf-result-worker.fault', ({ message }) => message.includes(text))
}

function next<Name extends Channel>(
  channel: Name,
  accepts: (message: DiagnosticsMessages[Name]) => boolean,
): Promise<DiagnosticsMessages[Name]> {
  return new Promise((resolve) => {
    const hear = (heard: unknown): void => {
      // What is published there is typed where it is published.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      const message = heard as DiagnosticsMessages[Name]
      if (!accepts(message)) return
      unsubscribe(channel, hear)
      resolve(message)
    }
    subscribe(channel, hear)
  })
}
