import type { HistoryEvent } from '@aws-sdk/client-swf'
import { NotSwfError } from '../faults/fault-table.js'

/** At most so many events are asked for on a page of a history. With SWF's own limit of 1,000 a page could have 400 MB. */
export const EVENTS_PER_PAGE = 100

/** SWF's own limit for one execution. */
const MOST_EVENTS = 25_000
/** Pages may hold fewer events than were asked for, but there must be an end. */
const MOST_PAGES = 1_000

interface HistoryPage {
  readonly events?: readonly HistoryEvent[] | undefined
  readonly nextPageToken?: string | undefined
}

/**
 * Yields the pages of a history one after the other.
 *
 * @param read - gets one page, and without a token the first one
 * @throws NotSwfError if there are more events than an execution can have
 */
export async function* historyPages(
  read: (nextPageToken: string | undefined) => Promise<HistoryPage>,
): AsyncGenerator<readonly HistoryEvent[]> {
  let token: string | undefined
  let count = 0
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const { events = [], nextPageToken } = await read(token)
    count += events.length
    if (count > MOST_EVENTS) break
    yield events
    if (!nextPageToken) return
    token = nextPageToken
  }
  throw new NotSwfError(`it gave a history without an end: ${count} events, and SWF has at most ${MOST_EVENTS}`)
}
