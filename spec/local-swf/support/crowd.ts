import { Agent, request, type ClientRequest } from 'node:http'
import { domain, plainEvent, type PlainEvent, type Run, type TestSwf } from './test-swf.js'
import { signature } from './raw-request.js'

/** When the client of a poll vanishes, if it does. */
export type Doom =
  | 'stays'
  /** As soon as the poll is on its way. */
  | 'vanishes at once'
  /** When it is told to: see `vanish`. */
  | 'vanishes when told'
  /** With the first of the answer's bytes. */
  | 'vanishes with the answer'

export interface GivenTask {
  readonly taskToken: string
  readonly startedEventId: number
  readonly workflowExecution: { readonly workflowId: string; readonly runId: string }
}

/** What became of a poll: the task that its client has in hand, nothing, or a client that is gone and knows nothing. */
export type Fate = { readonly task: GivenTask } | 'empty' | 'gone'

/** Clients of a LocalSwf without the SDK, which is slower and lets nobody vanish in the middle. Each poll has an identity of its own. */
export class Crowd {
  /** What became of each poll, by its identity. */
  readonly fates = new Map<string, Fate>()
  readonly #agent = new Agent({ keepAlive: true, maxSockets: Infinity })
  readonly #polls = new Map<string, { readonly doom: Doom; readonly leave: () => void }>()
  readonly #swf: TestSwf
  #isDispersed = false

  constructor(swf: TestSwf) {
    this.#swf = swf
  }

  /** The identities of the polls that are not over. */
  get polling(): readonly string[] {
    return [...this.#polls.keys()]
  }

  async poll(operation: string, taskList: object, doom: Doom): Promise<Fate> {
    const identity = `poll-${this.fates.size + this.#polls.size}`
    const fate = await new Promise<Fate>((resolve) => {
      let isGone = false
      const sent = this.#send(operation, { domain, taskList, identity }, (text) => resolve(isGone ? 'gone' : fateOf(text)))
      const leave = (): void => {
        isGone = true
        sent.destroy()
      }
      this.#polls.set(identity, { doom, leave })
      sent.once('close', () => resolve('gone'))
      sent.on('error', () => {})
      if (doom === 'vanishes at once') sent.once('finish', leave)
      if (doom === 'vanishes with the answer') sent.once('response', leave)
    })
    this.#polls.delete(identity)
    this.fates.set(identity, fate)
    return fate
  }

  /** Those who are to vanish when told. */
  vanish(identities: Iterable<string> = this.#polls.keys()): void {
    for (const identity of identities) {
      const poll = this.#polls.get(identity)
      if (poll?.doom === 'vanishes when told') poll.leave()
    }
  }

  get isDispersed(): boolean {
    return this.#isDispersed
  }

  /** Sends all home who still wait. */
  disperse(): void {
    this.#isDispersed = true
    for (const { leave } of this.#polls.values()) leave()
  }

  call(operation: string, body: object): Promise<string> {
    return new Promise((resolve, reject) => {
      const sent = this.#send(operation, body, (text, status) =>
        status === 200 ? resolve(text) : reject(new Error(`${operation} was answered with ${status}: ${text}`)),
      )
      sent.on('error', reject)
    })
  }

  async history(execution: Run): Promise<readonly PlainEvent[]> {
    const events: PlainEvent[] = []
    let nextPageToken: string | undefined
    do {
      const page = JSON.parse(await this.call('GetWorkflowExecutionHistory', { domain, execution, nextPageToken }))
      events.push(...page.events.map(plainEvent))
      nextPageToken = page.nextPageToken
    } while (nextPageToken !== undefined)
    return events
  }

  close(): void {
    this.#agent.destroy()
  }

  #send(operation: string, body: object, answered: (text: string, status: number) => void): ClientRequest {
    const headers = { 'x-amz-target': `SimpleWorkflowService.${operation}`, authorization: signature }
    const options = { host: '127.0.0.1', port: this.#swf.server.port, method: 'POST', agent: this.#agent, headers }
    const sent = request(options, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (text += chunk))
      response.on('error', () => {})
      response.on('end', () => answered(text, response.statusCode ?? 0))
    })
    sent.end(JSON.stringify(body))
    return sent
  }
}

function fateOf(text: string): Fate {
  const answer: Partial<GivenTask> = JSON.parse(text)
  const { taskToken, startedEventId = 0, workflowExecution } = answer
  if (taskToken === undefined || workflowExecution === undefined) return 'empty'
  return { task: { taskToken, startedEventId, workflowExecution } }
}

/** Numbers from 0 to 1, the same ones each time (a linear congruential generator). */
export function* chances(seed: number): Generator<number, never> {
  let state = seed
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    yield state / 2 ** 32
  }
}
