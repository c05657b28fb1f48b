import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { onTestFinished } from 'vitest'

/** Hears what is told of results, and of rejections that nobody handles. */
export class Witness {
  /** The outcomes told, but for results that nobody waited for. */
  readonly outcomes: unknown[] = []
  readonly unhandled: unknown[] = []

  constructor() {
    const hear = (message: unknown): void => {
      if (typeof message === 'object' && message !== null && 'outcome' in message && message.outcome !== 'late')
        this.outcomes.push(message.outcome)
    }
    const catchUnhandled = (reason: unknown): void => void this.unhandled.push(reason)
    subscribe('swf-result-worker.result', hear)
    process.on('unhandledRejection', catchUnhandled)
    onTestFinished(() => {
      unsubscribe('swf-result-worker.result', hear)
      process.off('unhandledRejection', catchUnhandled)
    })
  }
}
