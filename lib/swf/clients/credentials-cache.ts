import type { Clock } from '../../base/clock.js'
import type { Credentials } from '../../base/connection.js'
import { FRESH_MS } from './shared-refresh.js'

/** Credentials are renewed so long before they expire, as the SDK does it. Those that live shorter are renewed at half of their life. */
const EARLY_MS = 5 * 60_000
/** The time from a renewal that failed to the next one, while the credentials are still good. */
const RETRY_MS = 5_000

/**
 * Credentials as a function gives them, kept until they are about to expire. The SDK keeps them too, but in their last five minutes it
 * would ask for each request, and fail each request while the function fails: here those that are still good go on serving.
 */
export class CredentialsCache {
  readonly #ask: () => Promise<Credentials>
  readonly #clock: Clock
  #credentials: Credentials | undefined
  #renewAt = -Infinity
  #freshUntil = -Infinity

  constructor(ask: () => Promise<Credentials>, clock: Clock) {
    this.#ask = ask
    this.#clock = clock
  }

  /** The SDK calls this for one caller at a time, and so must others. */
  async get({ forceRefresh = false }: { readonly forceRefresh?: boolean } = {}): Promise<Credentials> {
    if (this.#credentials && this.#clock.now() < (forceRefresh ? this.#freshUntil : this.#renewAt)) return this.#credentials
    try {
      return this.#keep(await this.#ask())
    } catch (error) {
      if (forceRefresh || !this.#credentials || this.#lifeMs(this.#credentials) <= 0) throw error
      this.#renewAt = this.#clock.now() + RETRY_MS
      return this.#credentials
    }
  }

  #keep(credentials: Credentials): Credentials {
    const lifeMs = this.#lifeMs(credentials)
    this.#credentials = credentials
    this.#freshUntil = this.#clock.now() + FRESH_MS
    this.#renewAt = this.#clock.now() + Math.max(FRESH_MS, lifeMs - Math.min(EARLY_MS, lifeMs / 2))
    return credentials
  }

  /** How long credentials are still good. */
  #lifeMs({ expiration }: Credentials): number {
    return expiration === undefined ? Infinity : expiration.getTime() - this.#clock.now()
  }
}
