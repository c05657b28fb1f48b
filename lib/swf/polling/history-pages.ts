import type { HistoryEvent } from '@aws-sdk/client-swf'
import { NotSwfError } from '../faults/fault-table.js'

/** At most so many events are asked for on a page of a history. With SWF's own limit of 1,000 a page could have 400 MB. */
export const EVENTS_PER_PAGE = 100

/** SWF lets an execution have at most so many events. */
const MOST_EVENTS = 25_000
/** A page may hold fewer events than were asked for. So the number of pages is limited, too. */
const MOST_PAGES = 1_000

interface HistoryPage {
  readonly events?: readonly HistoryEvent[] | undefined
  readonly nextPageToken?: string | undefined
}

/**
 * Reads the pages of a history, one after the other.
 *
 * @param read - gets the page of a token; without a token it gets the first page
 * @throws NotSwfError if there are more pages or events than an execution can have
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
  throw new NotSwfError(`it gave a history without an end: ${count} events, and SWF has ${MOST_EVENTS} at most`)
}
