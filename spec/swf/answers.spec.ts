import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Answers, type AnswersOptions } from '../../lib/swf/polling/answers.js'
import { createClients, type SwfClients } from '../../lib/swf/clients/create-clients.js'
import { CannedServer, fault, hang, ok } from '../support/canned-server.js'
import { gate } from '../support/gate.js'
import { ManualClock } from '../support/manual-clock.js'

const RESPOND = 'RespondActivityTaskCompleted'
const broken = fault('InternalFailure', 'oh', 500)
/** The SDK's own attempts for one of ours. */
const ATTEMPTS = 3

let server: CannedServer
let clients: SwfClients
let clock: ManualClock
let ended: AbortController
let faults: Array<{ readonly name: string; readonly retryInMs: number | undefined }>

beforeEach(async () => {
  server = await CannedServer.start()
  clients = createClients(server.clientOptions)
  clock = new ManualClock()
  ended = new AbortController()
  faults = []
})
afterEach(async () => {
  clients.destroy()
  await server.close()
})

function answersOf(options: Partial<AnswersOptions> = {}): Answers {
  return new Answers({
    clock,
    ended: ended.signal,
    refreshCredentials: () => clients.refreshCredentials(),
    onFault: ({ name }, retryInMs) => void faults.push({ name, retryInMs }),
    ...options,
  })
}

const respond = (): Promise<unknown> => clients.answer.respondActivityTaskCompleted({ taskToken: 't' })

/** Lets time pass in each wait, until the answer is settled. */
async function throughWaits<T>(sending: Promise<T>): Promise<T> {
  const over = sending.then(
    () => true,
    () => true,
  )
  while (!(await Promise.race([over, clock.timers().then(() => false)]))) clock.advance(10_000)
  return sending
}

describe('an answer', () => {
  it('is taken', async () => {
    server.answer(RESPOND, ok())
    const answers = answersOf()
    expect(await answers.send(respond)).toBe('taken')
    expect(answers).toMatchObject({ late: 0, unanswered: 0 })
  })

  it('is sent again until SWF takes it', async () => {
    server.answer(RESPOND, (_, index) => (index < 2 * ATTEMPTS ? broken : ok()))
    expect(await throughWaits(answersOf().send(respond))).toBe('taken')
    expect(server.requests).toHaveLength(2 * ATTEMPTS + 1)
  })

  it.each(['Unknown activity, scheduledEventId = 5', 'Unknown domain: d'])('is late, and no fault, after "%s"', async (text) => {
    server.answer(RESPOND, fault('UnknownResourceFault', text))
    const answers = answersOf()
    expect(await answers.send(respond)).toBe('late')
    expect(answers).toMatchObject({ late: 1, unanswered: 0 })
    expect(faults).toEqual([])
  })

  it('that SWF refuses rejects', async () => {
    server.answer(RESPOND, fault('ValidationException'))
    await expect(answersOf().send(respond)).rejects.toMatchObject({ name: 'ValidationException' })
    expect(server.requests).toHaveLength(1)
  })

  it('is given up and counted when its task waits no longer', async () => {
    server.answer(RESPOND, broken)
    const answers = answersOf()
    expect(await throughWaits(answers.send(respond, 55_000))).toBe('unanswered')
    expect(answers).toMatchObject({ late: 0, unanswered: 1 })
    expect(faults.at(-1)).toEqual({ name: 'InternalFailure', retryInMs: undefined })
  })

  it('under expired credentials gets new ones before it is sent again', async () => {
    let asked = 0
    const credentials = async (): Promise<{ accessKeyId: string; secretAccessKey: string }> => ({
      accessKeyId: `key-${++asked}`,
      secretAccessKey: 's',
    })
    const provided = createClients({ ...server.clientOptions, credentials }, clock)
    server.answer(RESPOND, ({ authorization }) => (authorization.includes('key-1/') ? fault('ExpiredTokenException') : ok()))
    const answers = answersOf({ refreshCredentials: () => provided.refreshCredentials() })
    const sending = answers.send(() => provided.answer.respondActivityTaskCompleted({ taskToken: 't' }))
    // As long as the first credentials are new, no others are asked for.
    await clock.timers()
    clock.advance(10_000)
    expect(await throughWaits(sending)).toBe('taken')
    expect(asked).toBe(2)
    provided.destroy()
  })
})

describe('the end', () => {
  it('waits for no answer that SWF does not answer, and none is sent after it', async () => {
    server.answer(RESPOND, hang)
    const answers = answersOf()
    const sending = answers.send(respond)
    await server.arrivals(RESPOND)
    ended.abort()
    expect(await sending).toBe('unanswered')
    expect(await answers.send(respond)).toBe('unanswered')
    expect(server.requests).toHaveLength(1)
    expect(answers.unanswered).toBe(2)
  })

  it('waits for no credentials', async () => {
    server.answer(RESPOND, fault('ExpiredTokenException'))
    const asked = gate()
    const answers = answersOf({
      refreshCredentials() {
        asked.open()
        return new Promise(() => undefined)
      },
    })
    const sending = answers.send(respond)
    await asked.opened
    ended.abort()
    expect(await sending).toBe('unanswered')
  })

  it('that is near has what waits sent at once', async () => {
    server.answer(RESPOND, (_, index) => (index < ATTEMPTS ? broken : ok()))
    const answers = answersOf()
    const sending = answers.send(respond)
    await clock.timers()
    answers.hurry()
    expect(await sending).toBe('taken')
    expect(clock.waiting).toEqual([])
  })
})
