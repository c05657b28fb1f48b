import type { Answer, FromThread } from '../protocol/messages.js'
import { rebuildError } from '../errors/transported-error.js'
import type { Credentials } from '../base/connection.js'

interface Waiting {
  readonly resolve: (credentials: Credentials) => void
  readonly reject: (reason: Error) => void
}

/** Asks the main thread for credentials, since the caller's function can only be called there. */
export class CredentialsRequests {
  readonly #post: (message: FromThread) => void
  readonly #waiting = new Map<number, Waiting>()
  #lastId = 0

  constructor(post: (message: FromThread) => void) {
    this.#post = post
  }

  request(): Promise<Credentials> {
    const id = (this.#lastId += 1)
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#post({ type: 'credentials-request', id })
    })
  }

  settle(id: number, answer: Answer): void {
    const waiting = this.#waiting.get(id)
    if (waiting === undefined) return
    this.#waiting.delete(id)
    // The main thread has checked what the caller's function returned.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    if (answer.ok) waiting.resolve(answer.value as Credentials)
    else waiting.reject(rebuildError(answer.error))
  }
}
