import type { HistoryEvent } from '@aws-sdk/client-swf'
import { expect, test } from 'vitest'
import { historyPages } from '../../lib/swf/polling/history-pages.js'
import { NotSwfError } from '../../lib/swf/faults/fault-table.js'

const events = (length: number): HistoryEvent[] =>
  Array.from({ length }, () => ({ eventId: 1, eventType: 'MarkerRecorded', eventTimestamp: new Date() }))

/** How many pages come, and what ends them. */
async function count(read: Parameters<typeof historyPages>[0]): Promise<readonly [number, unknown]> {
  let pages = 0
  try {
    for await (const page of historyPages(read)) if (page) pages += 1
    return [pages, undefined]
  } catch (error) {
    return [pages, error]
  }
}

test('a history is read to its last page', async () => {
  const tokens: unknown[] = []
  const read = async (token: string | undefined) => {
    tokens.push(token)
    return { events: events(100), nextPageToken: token === undefined ? 'second' : undefined }
  }
  expect(await count(read)).toEqual([2, undefined])
  expect(tokens).toEqual([undefined, 'second'])
})

test.each([
  ['with more events than an execution has', 100, 250],
  ['of empty pages', 0, 1_000],
])('one without an end, %s, is not of SWF', async (_, length, pages) => {
  expect(await count(async () => ({ events: events(length), nextPageToken: 'more' }))).toEqual([pages, expect.any(NotSwfError)])
})
