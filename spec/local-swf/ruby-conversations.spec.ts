import { describe, expect, it } from 'vitest'
import { capture } from '../fixtures/wire/capture.js'
import { rawRequest } from './support/raw-request.js'
import { TestSwf } from './support/test-swf.js'

interface Exchange {
  readonly target: string
  readonly request: Readonly<Record<string, unknown>>
  readonly response: Answer | null
}

interface Answer {
  readonly taskToken?: string
  readonly events?: readonly Event[]
  readonly [member: string]: unknown
}

interface Event {
  readonly eventId: number
  readonly [member: string]: unknown
}

interface Registrations {
  readonly workflow: Exchange
  readonly resultActivity: Exchange
  readonly userActivity: Exchange
}

const domain = 'FlowDefault'
/** Every job of the captures. */
const jobs = ['MyJobs.hello', 'MyJobs.echo', 'MyJobs.empty_result', 'MyJobs.boom']

/** Says to LocalSwf what the Ruby framework said, and wants to hear all that it heard then, and no other events. */
class Replay {
  readonly #swf: TestSwf
  /** Recorded token → the token of this run. */
  readonly #tokens = new Map<unknown, unknown>()

  constructor(swf: TestSwf) {
    this.#swf = swf
  }

  async register(): Promise<void> {
    const { workflow, resultActivity, userActivity }: Registrations = capture('register_types')
    await this.#say('RegisterDomain', { name: domain, workflowExecutionRetentionPeriodInDays: '7' })
    for (const { target, request } of [workflow, resultActivity]) await this.#say(target, request)
    for (const name of jobs) await this.#say(userActivity.target, { ...userActivity.request, name })
  }

  async exchange({ target, request, response }: Exchange): Promise<void> {
    const taskToken = this.#tokens.get(request['taskToken'])
    const heard = await this.#say(target, taskToken ? { ...request, taskToken } : request)
    if (response?.taskToken) this.#tokens.set(response.taskToken, heard.taskToken)
    if (response?.events) expectEvents(heard.events ?? [], response.events)
    if (target === 'PollForActivityTask') {
      expect(heard['activityId']).toBe(response?.['activityId'])
      expect(heard['input']).toBe(response?.['input'])
    }
    // Retries wait on timers.
    if (JSON.stringify(request).includes('"StartTimer"')) this.#swf.clock.advance(10_000)
  }

  async #say(target: string, request: object): Promise<Answer> {
    const { status, text } = await rawRequest(this.#swf.server, target, JSON.stringify(request))
    if (status !== 200) throw new Error(`${target} was answered with ${status}: ${text}`)
    return text === '' ? {} : JSON.parse(text)
  }
}

/** A capture has the events since the previous decision, and leaves timeouts of NONE out. */
function expectEvents(heard: readonly Event[], captured: readonly Event[]): void {
  const sinceEventId = captured[0]?.eventId ?? 0
  const since = heard.filter(({ eventId }) => eventId >= sinceEventId)
  expect(since).toHaveLength(captured.length)
  expect(since).toMatchObject(captured.map((event) => ({ ...event, eventTimestamp: expect.any(Number) })))
}

describe('a conversation of the Ruby framework, said again', () => {
  it.each(['flow_hello', 'flow_echo', 'flow_empty_result', 'flow_boom_once', 'flow_fail'])(
    'is answered as it was: %s',
    async (name) => {
      const swf = await TestSwf.start()
      const replay = new Replay(swf)
      await replay.register()
      const exchanges: readonly Exchange[] = capture(name)
      for (const exchange of exchanges) await replay.exchange(exchange)
      const closed = await swf.client.listClosedWorkflowExecutions({ domain, startTimeFilter: { oldestDate: new Date(0) } })
      expect(closed.executionInfos).toHaveLength(1)
    },
  )
})
