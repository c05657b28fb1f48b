import { systemClock } from '../../lib/base/clock.js'
import type { Credentials as Given } from '../../lib/base/connection.js'

const LIFE_MS = 120_000
/** The service that gives them is away now and then. */
const FAILS_EACH = 7

/** Credentials that expire, given by a function. */
export class Credentials {
  #asked = 0

  get asked(): number {
    return this.#asked
  }

  async give(): Promise<Given> {
    this.#asked += 1
    if (this.#asked % FAILS_EACH === 0) throw new Error('no credentials for once')
    const expiration = new Date(systemClock.now() + LIFE_MS)
    return { accessKeyId: `key${this.#asked}`, secretAccessKey: 'secret', expiration }
  }
}
