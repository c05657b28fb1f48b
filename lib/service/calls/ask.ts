import { markHandled } from '../../base/promises.js'
import type { AnswerTo, Call } from '../../protocol/messages.js'
import type { OutstandingCalls } from './outstanding-calls.js'

interface AskOptions {
  /** The signal of this call alone. Its abort ends the wait for the answer. */
  readonly signal: AbortSignal
}

/** Sends a call to the thread, and resolves with its answer. */
export type Ask = <C extends Call>(call: C, options: AskOptions) => Promise<AnswerTo<C>>

/** Makes a call and awaits its answer as a promise. Each such call has a listener of its own, so this is for calls that are few. */
export function ask<C extends Call>(calls: OutstandingCalls, call: C, { signal }: AskOptions): Promise<AnswerTo<C>> {
  const answer = new Promise<AnswerTo<C>>((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const withdraw = (): void => {
      calls.withdraw(outstanding)
      reject(signal.reason)
    }
    signal.addEventListener('abort', withdraw, { once: true })
    const stopListening = (): void => signal.removeEventListener('abort', withdraw)
    const outstanding = calls.make(call, {
      answered(value) {
        stopListening()
        resolve(value)
      },
      failed(reason) {
        stopListening()
        reject(reason)
      },
    })
  })
  return markHandled(answer)
}
