import type { Answer, ToThread } from '../../protocol/messages.js'
import { transportError } from '../../errors/transported-error.js'
import { type SwfConnection, plainCredentials } from '../../base/connection.js'

/** Answers the thread's requests for credentials by calling the caller's function, which cannot cross to the thread. */
export class CredentialsAnswerer {
  readonly #credentials: SwfConnection['credentials']
  readonly #post: (message: ToThread) => void

  constructor(credentials: SwfConnection['credentials'], post: (message: ToThread) => void) {
    this.#credentials = credentials
    this.#post = post
  }

  async answer(id: number): Promise<void> {
    this.#post({ type: 'credentials', id, answer: await this.#ask() })
  }

  async #ask(): Promise<Answer> {
    try {
      const given: unknown = typeof this.#credentials === 'function' ? await this.#credentials() : this.#credentials
      return { ok: true, value: plainCredentials(given) }
    } catch (error) {
      return { ok: false, error: transportError(error) }
    }
  }
}
