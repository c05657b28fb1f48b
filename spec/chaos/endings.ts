import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { DiagnosticsMessages } from '../../lib/service/diagnostics.js'

const CHANNEL = 'swf-result-worker.result'

/** How often each promise was settled, by what the service publishes. */
export class Endings {
  readonly #counts = new Map<string, number>()

  constructor() {
    subscribe(CHANNEL, this.#listener)
  }

  get keys(): number {
    return this.#counts.size
  }

  get twice(): number {
    return Array.from(this.#counts.values()).filter((count) => count > 1).length
  }

  close(): void {
    unsubscribe(CHANNEL, this.#listener)
  }

  readonly #listener = (message: unknown): void => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the channel's own messages
    const { key, outcome } = message as DiagnosticsMessages[typeof CHANNEL]
    if (outcome !== 'late') this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
  }
}
