import type { Clock } from '../../base/clock.js'

/** Credentials are new for this long after they came: requests that were signed with the old ones go on failing for a moment. */
export const FRESH_MS = 1_000

/**
 * Makes one refresh for all callers. A call while a refresh is under way, or within a second of one that went well, gets the same
 * refresh. So credentials that expire during a hundred polls, answers and starts are asked for once.
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
