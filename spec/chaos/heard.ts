import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { DiagnosticsMessages } from '../../lib/service/reporting/diagnostics.js'

const RESULT = 'swf-result-worker.result'
const STATE = 'swf-result-worker.state'

/** What the service publishes: how often each promise was settled, and what its threads died of. */
export class Heard {
  readonly deaths: string[] = []
  readonly #endings = new Map<string, number>()

  constructor() {
    subscribe(RESULT, this.#onResult)
    subscribe(STATE, this.#onState)
  }

  /** Keys whose promise was settled. */
  get ended(): number {
    return this.#endings.size
  }

  get endedTwice(): number {
    return Array.from(this.#endings.values()).filter((count) => count > 1).length
  }

  close(): void {
    unsubscribe(RESULT, this.#onResult)
    unsubscribe(STATE, this.#onState)
  }

  readonly #onResult = (message: unknown): void => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the channel's own messages
    const { key, outcome } = message as DiagnosticsMessages[typeof RESULT]
    if (outcome !== 'late') this.#endings.set(key, (this.#endings.get(key) ?? 0) + 1)
  }

  readonly #onState = (message: unknown): void => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the channel's own messages
    const { to, cause } = message as DiagnosticsMessages[typeof STATE]
    if (to === 'restarting') this.deaths.push(cause ?? 'no cause')
  }
}
