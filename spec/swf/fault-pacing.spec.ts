import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Answers } from '../../lib/swf/polling/answers.js'
import { FAULT_ROWS, type FaultAction, type FaultKind } from '../../lib/swf/faults/fault-table.js'
import { classifyFault, type Fault } from '../../lib/swf/faults/classify-fault.js'
import { LongPoll, type LongPollOptions } from '../../lib/swf/polling/long-poll.js'
import { ManualClock } from '../support/manual-clock.js'
import { seededRandom } from '../support/seeded-random.js'
import { ERRORS_OF_KINDS } from './errors-of-kinds.js'

const MINUTE_MS = 60_000

/** Draws of the jitter: the worst there is, and some usual ones. */
const WORST = ['the worst luck', () => 0] as const
const USUAL = Array.from({ length: 2 }, (_, seed) => [`seed ${seed}`, seededRandom(seed)] as const)

/** The most polls in 60 s. With the worst luck they come at the pace of empty ones: one in 250 ms, at both ends of the time too. */
const MOST_POLLS: Readonly<Record<FaultAction, { readonly worst: number; readonly usual: number }>> = {
  retry: { worst: 241, usual: 15 },
  'back-off': { worst: 241, usual: 15 },
  register: { worst: 241, usual: 15 },
  drop: { worst: 241, usual: 15 },
  'refresh-credentials': { worst: 241, usual: 15 },
  'give-up': { worst: 1, usual: 1 },
}

/** The most tries of one answer in 60 s; the SDK makes three requests of a try where it thinks that this may help. */
const MOST_ANSWERS: typeof MOST_POLLS = {
  retry: { worst: 241, usual: 25 },
  'back-off': { worst: 241, usual: 25 },
  register: { worst: 1, usual: 1 },
  drop: { worst: 1, usual: 1 },
  'refresh-credentials': { worst: 241, usual: 25 },
  'give-up': { worst: 1, usual: 1 },
}

/** Of an answer; else it is `unanswered`. */
const OUTCOMES: ReadonlyMap<FaultAction, string> = new Map<FaultAction, string>([
  ['give-up', 'refused'],
  ['drop', 'late'],
  ['register', 'late'],
])

const ROWS = Object.entries(FAULT_ROWS).map(([kind, { action }]): readonly [string, FaultAction, Error] => [
  kind,
  action,
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the table's own keys
  ERRORS_OF_KINDS[kind as FaultKind],
])

let clock: ManualClock
let loop: LongPoll<string> | undefined
beforeEach(() => {
  clock = new ManualClock()
})
afterEach(async () => {
  vi.restoreAllMocks()
  const halted = loop?.halt()
  loop?.abortPolls()
  await halted
  loop = undefined
})

/** Lets the time pass from one timer to the next, with all that follows from each. */
async function pass(ms: number): Promise<void> {
  const end = clock.now() + ms
  for (;;) {
    await new Promise(setImmediate)
    if (clock.now() >= end) return
    clock.advance(Math.min(end - clock.now(), ...clock.waiting))
  }
}

interface Seen {
  polls: number
  registrations: number
  refreshes: number
  gaveUp: Fault | undefined
}

/** Polls for a minute; each poll does what `poll` says, given its number from 0. */
async function pollForAMinute(
  poll: (index: number) => string | undefined,
  options: Partial<LongPollOptions<string>> = {},
): Promise<Seen> {
  const seen: Seen = { polls: 0, registrations: 0, refreshes: 0, gaveUp: undefined }
  loop = new LongPoll<string>({
    poll: async () => poll(seen.polls++),
    handle: async () => undefined,
    maxPollers: 8,
    maxTasks: 100,
    clock,
    onUnknownResource: async () => void (seen.registrations += 1),
    onBadCredentials: async () => void (seen.refreshes += 1),
    ...options,
  })
  loop.run().catch((cause: unknown) => (seen.gaveUp = classifyFault(cause)))
  await pass(MINUTE_MS)
  return seen
}

function throwing(error: Error): () => never {
  return () => {
    throw error
  }
}

it.each(ROWS)('the error for %s is of that kind', (kind, action, error) => {
  expect(classifyFault(error)).toMatchObject({ kind, action })
})

describe.each([WORST, ...USUAL])('with %s, in 60 s', (luck, random) => {
  const most = (table: typeof MOST_POLLS, action: FaultAction): number => table[action][luck === WORST[0] ? 'worst' : 'usual']
  beforeEach(() => void vi.spyOn(Math, 'random').mockImplementation(random))

  it.each(ROWS)('polls under %s (%s) have an upper bound, and what the table says is done', async (kind, action, error) => {
    const seen = await pollForAMinute(throwing(error))
    expect(seen.polls).toBeLessThanOrEqual(most(MOST_POLLS, action))
    expect(seen.registrations).toBe(action === 'register' || action === 'drop' ? 1 : 0)
    expect(seen.refreshes).toBe(action === 'refresh-credentials' ? seen.polls : 0)
    expect(seen.gaveUp?.kind).toBe(action === 'give-up' ? kind : undefined)
    if (action !== 'give-up') expect(seen.polls).toBeGreaterThan(3)
  })

  it.each(ROWS)('polls under %s that came when there were many polls have one too', async (_, action, error) => {
    const seen = await pollForAMinute((index) => {
      if (index < 50) return `task ${index}`
      throw error
    })
    expect(seen.polls).toBeLessThanOrEqual(50 + 8 + most(MOST_POLLS, action))
  })

  it.each(ROWS)('polls under %s in turn with polls that went well have one too', async (_, action, error) => {
    const seen = await pollForAMinute((index) => {
      if (index % 2 === 1) return undefined
      throw error
    })
    expect(seen.polls).toBeLessThanOrEqual(MOST_POLLS[action].worst)
  })

  it.each(ROWS)(
    'tries of an answer under %s (%s) have an upper bound, and it is given up at the end',
    async (_, action, error) => {
      let tries = 0
      const refreshCredentials = vi.fn(async () => undefined)
      const answers = new Answers({ clock, ended: new AbortController().signal, refreshCredentials })
      const sending = answers
        .send(async () => {
          tries += 1
          throw error
        }, 55_000)
        .catch(() => 'refused')
      await pass(MINUTE_MS)
      const outcome = OUTCOMES.get(action) ?? 'unanswered'
      expect(await sending).toBe(outcome)
      expect(tries).toBeLessThanOrEqual(most(MOST_ANSWERS, action))
      expect(refreshCredentials.mock.calls.length).toBe(action === 'refresh-credentials' ? tries - 1 : 0)
      expect(answers).toMatchObject({ late: outcome === 'late' ? 1 : 0, unanswered: outcome === 'unanswered' ? 1 : 0 })
    },
  )
})

it('empty polls that an emulator answers at once are 241 in 60 s', async () => {
  expect((await pollForAMinute(() => undefined)).polls).toBe(241)
})
