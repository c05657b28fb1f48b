import type { Answer, AnswerTo, Call } from '../protocol/messages.js'
import { rebuildError } from '../protocol/transported-error.js'
import { deferred, type Deferred } from './deferred.js'
import type { KeepAlive } from './keep-alive.js'

/** Calls that the thread has not answered yet, by number. */
export class OutstandingCalls {
  readonly #calls = new Map<number, Deferred<unknown>>()
  readonly #keepAlive: KeepAlive
  #lastId = 0

  constructor(keepAlive: KeepAlive) {
    this.#keepAlive = keepAlive
  }

  /** @param post - sends the call with its number; if it throws, nothing is kept */
  make<C extends Call>(post: (id: number) => void): Promise<AnswerTo<C>> {
    const id = (this.#lastId += 1)
    const call = deferred<unknown>()
    post(id)
    this.#calls.set(id, call)
    // The thread of the same version answers each call with its own type: the table `Calls` ties the two.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return this.#keepAlive.during(call.promise) as Promise<AnswerTo<C>>
  }

  settle(id: number, answer: Answer): void {
    const call = this.#calls.get(id)
    if (call === undefined) return
    this.#calls.delete(id)
    if (answer.ok) call.resolve(answer.value)
    else call.reject(rebuildError(answer.error))
  }

  rejectAll(reason: Error): void {
    for (const call of this.#calls.values()) call.reject(reason)
    this.#calls.clear()
  }
}
