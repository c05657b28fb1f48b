import type { Clock } from '../../base/clock.js'
import type { Credentials } from '../../base/connection.js'

/** Credentials are renewed this long before they expire, as the SDK does it. If that is more than half of their life, at half of it. */
const EARLY_MS = 5 * 60_000
/** Credentials of this age are still new. Requests that were signed with the earlier ones go on failing for a moment. */
const FRESH_MS = 1_000
/** After a renewal that failed, the next one comes so much later, as long as the credentials are still valid. */
const RETRY_MS = 5_000

/**
 * Keeps the credentials that a function gives until they are about to expire. The SDK keeps them too, but in their last five minutes
 * it would call the function for each request, and each request would fail while the function fails. Here credentials that are
 * still good go on serving.
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

  /** Must be called by one caller at a time, as the SDK does. */
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

  /** How long the credentials are still good, in ms. */
  #lifeMs({ expiration }: Credentials): number {
    return expiration === undefined ? Infinity : expiration.getTime() - this.#clock.now()
  }
}

/**
 * Makes a refresh that callers share. A call while a refresh is under way, or within a second after a successful one, gets that refresh. So
 * if credentials expire while a hundred requests are under way, new ones are asked for only once.
 */
export function sharedRefresh(refresh: () => Promise<unknown>, clock: Clock): () => Promise<void> {
  let underWay: Promise<void> | undefined
  let freshUntil = -Infinity
  async function run(): Promise<void> {
    try {
      await refresh()
      freshUntil = clock.now() + FRESH_MS
    } finally {
      underWay = undefined
    }
  }
  return async () => {
    if (clock.now() < freshUntil) return
    await (underWay ??= run())
  }
}
