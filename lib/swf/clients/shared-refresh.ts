import type { Clock } from '../../base/clock.js'

/** Credentials that are younger than this are new. For a moment requests go on failing that were signed with those before. */
export const FRESH_MS = 1_000

/**
 * One refresh for all callers: who comes while one is under way, or within a second of one that went well, gets that one. So credentials
 * that expire under a hundred polls, answers and starts are asked for once.
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
