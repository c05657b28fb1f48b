import type { Answer, Call, FromThread, ToThread } from '../protocol/messages.js'
import { transportError } from '../errors/transported-error.js'
import type { ExecutionReader } from './execution-reader.js'
import type { StartContext } from './start-attempt.js'
import type { StartHandler } from './start-handler.js'

type CallMessage = Extract<ToThread, { type: 'call' }>

/** Carries out the calls of the main thread. Each is answered exactly once, with its value or with an error. */
export class CallAnswerer {
  readonly #starts: StartHandler
  readonly #reader: ExecutionReader
  readonly #post: (message: FromThread) => void
  readonly #underWay = new Map<number, AbortController>()

  constructor(starts: StartHandler, reader: ExecutionReader, post: (message: FromThread) => void) {
    this.#starts = starts
    this.#reader = reader
    this.#post = post
  }

  async answer({ id, call, maybeCarriedOut }: CallMessage): Promise<void> {
    const withdrawn = new AbortController()
    this.#underWay.set(id, withdrawn)
    const context: StartContext = {
      withdrawn: withdrawn.signal,
      maybeCarriedOut,
      sending: () => this.#post({ type: 'sending', id }),
    }
    const answer = await this.#attempt(call, context)
    this.#underWay.delete(id)
    try {
      this.#post({ type: 'answer', id, answer })
    } catch (error) {
      // The answer cannot be cloned.
      this.#post({ type: 'answer', id, answer: { ok: false, error: transportError(error) } })
    }
  }

  withdraw(id: number): void {
    this.#underWay.get(id)?.abort()
  }

  withdrawAll(): void {
    for (const withdrawn of this.#underWay.values()) withdrawn.abort()
  }

  async #attempt(call: Call, context: StartContext): Promise<Answer> {
    try {
      return { ok: true, value: await this.#handle(call, context) }
    } catch (error) {
      return { ok: false, error: transportError(error) }
    }
  }

  #handle(call: Call, context: StartContext): Promise<unknown> {
    const { withdrawn } = context
    switch (call.type) {
      case 'startExecution':
        return this.#starts.start(call, context)
      case 'findOutcome':
        return this.#reader.findOutcome(call, withdrawn)
      case 'findStart':
        return this.#reader.findStart(call, withdrawn)
      case 'listClosed':
        return this.#reader.listClosed(call, withdrawn)
    }
  }
}
