import type { Answer, ToThread } from '../protocol/messages.js'
import { transportError } from '../protocol/transported-error.js'
import type { SwfConnection } from '../swf/connection.js'

/** Answers the thread's requests for credentials with the caller's function, which cannot cross to it. */
export class CredentialsAnswerer {
  readonly #credentials: SwfConnection['credentials']
  readonly #post: (message: ToThread) => void

  constructor(credentials: SwfConnection['credentials'], post: (message: ToThread) => void) {
    this.#credentials = credentials
    this.#post = post
  }

  answer(id: number): void {
    void this.#ask().then((answer) => this.#post({ type: 'credentials', id, answer }))
  }

  async #ask(): Promise<Answer> {
    try {
      const credentials = typeof this.#credentials === 'function' ? await this.#credentials() : this.#credentials
      if (credentials === undefined) throw new TypeError('the credentials function gave nothing')
      const { accessKeyId, secretAccessKey, sessionToken, expiration } = credentials
      // Only what is used crosses: a provider may hang anything else on its answer.
      return {
        ok: true,
        value: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }), ...(expiration && { expiration }) },
      }
    } catch (error) {
      return { ok: false, error: transportError(error) }
    }
  }
}
