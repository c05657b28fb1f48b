import { markHandled } from '../../base/promises.js'
import type { AnswerTo, Call } from '../../protocol/messages.js'
import type { OutstandingCalls } from './outstanding-calls.js'

export interface CallOptions {
  /** Of this call alone. Its abort ends the wait for the answer. */
  readonly signal: AbortSignal
}

/** A call whose answer is awaited as a promise. For those that are few: each has a listener of its own. */
export function ask<C extends Call>(calls: OutstandingCalls, call: C, { signal }: CallOptions): Promise<AnswerTo<C>> {
  const answer = new Promise<AnswerTo<C>>((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const withdraw = (): void => {
      calls.withdraw(outstanding)
      reject(signal.reason)
    }
    signal.addEventListener('abort', withdraw, { once: true })
    const forget = (): void => signal.removeEventListener('abort', withdraw)
    const outstanding = calls.make(call, {
      answered(value) {
        forget()
        resolve(value)
      },
      failed(reason) {
        forget()
        reject(reason)
      },
    })
  })
  return markHandled(answer)
}
