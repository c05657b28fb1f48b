import { createClients, type SwfClients } from '../../lib/swf/clients/create-clients.js'
import { LongPoll, type LongPollOptions } from '../../lib/swf/polling/long-poll.js'
import {
  CannedServer,
  fault,
  hang,
  ok,
  type CannedAnswer,
  type CannedRequest,
  type CannedScript,
} from '../support/canned-server.js'
import { ManualClock } from '../support/manual-clock.js'

export const POLL = 'PollForActivityTask'

/** The longest rest of a loop, in ms. */
export const LONGEST_REST_MS = 60_000

export const unknownDomain = fault('UnknownResourceFault', 'Unknown domain: d')

export const task = (token: string): CannedAnswer => ok({ taskToken: token })

/** Loops that poll a canned server with the real SDK, in a time that stands still. */
export class PollHarness {
  readonly clock = new ManualClock()
  /** Of the tasks handled, in their order. */
  readonly tokens: string[] = []
  readonly faults: Array<{ readonly name: string; readonly retryInMs: number | undefined }> = []
  readonly #loops: LongPoll<string>[] = []
  readonly server: CannedServer
  readonly clients

  constructor(server: CannedServer) {
    this.server = server
    this.clients = createClients(server.clientOptions)
  }

  static async start(): Promise<PollHarness> {
    return new PollHarness(await CannedServer.start())
  }

  async close(): Promise<void> {
    await Promise.all(this.#loops.map(stop))
    this.clients.destroy()
    await this.server.close()
  }

  loop(options: Partial<LongPollOptions<string>> = {}): LongPoll<string> {
    const loop = new LongPoll<string>({
      poll: this.pollBy(this.clients),
      handle: async (token) => void this.tokens.push(token),
      maxPollers: 8,
      maxTasks: 100,
      clock: this.clock,
      onFault: ({ name }, retryInMs) => void this.faults.push({ name, retryInMs }),
      ...options,
    })
    this.#loops.push(loop)
    return loop
  }

  pollBy({ poll }: SwfClients): LongPollOptions<string>['poll'] {
    return async (abortSignal) => {
      const { taskToken } = await poll.pollForActivityTask({ domain: 'd', taskList: { name: 'l' } }, { abortSignal })
      return taskToken
    }
  }

  /** Makes a loop and runs it; its end is of no interest. */
  run(options: Partial<LongPollOptions<string>> = {}): void {
    this.loop(options)
      .run()
      .catch(() => undefined)
  }

  get polls(): readonly CannedRequest[] {
    return this.server.requestsOf(POLL)
  }

  /** Answers the first `count` polls with tasks at once, and holds the others. */
  backlog(count: number): void {
    this.server.answer(POLL, (_, index) => (index < count ? task(`t${index}`) : hang))
  }

  /** As SWF answers a poll that it held, so that the next one need not be paced. */
  afterAWhile(answer: CannedAnswer): CannedScript {
    return () => {
      this.clock.advance(30_000)
      return answer
    }
  }

  arrivals(count: number): Promise<readonly CannedRequest[]> {
    return this.server.arrivals(POLL, count)
  }

  /** Lets time pass in each rest, until that many polls have come. */
  async arrivalsThroughRests(count: number): Promise<void> {
    while (this.polls.length < count) {
      await Promise.race([this.clock.timers(), this.arrivals(count)])
      this.clock.advance(LONGEST_REST_MS)
    }
  }

  /** A call of another kind and its answer: polls that were sent before it have come by then. */
  async roundTrip(): Promise<void> {
    this.server.answer('ListDomains', ok({ domainInfos: [] }))
    await this.clients.answer.listDomains({ registrationStatus: 'REGISTERED' })
  }
}

export async function stop(loop: LongPoll<string>): Promise<void> {
  const halted = loop.halt()
  loop.abortPolls()
  await halted
}
