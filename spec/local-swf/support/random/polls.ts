import { setImmediate as turn } from 'node:timers/promises'
import { BrokenInvariant, textIn, type Histories, type RecordedEvent } from '../histories.js'
import type { GivenTask, TaskKind } from '../invariants/state.js'
import { domain } from './names.js'
import type { Answered, Leaving, Outcome, Port, SentPoll } from './port.js'
import { isObject, recordedEvent } from './read-histories.js'

const HELD_MS = 60_000

export const pollOperations = { decisionTask: 'PollForDecisionTask', activity: 'PollForActivityTask' } as const

/** A task in somebody's hands, or one that was. */
export interface Task extends GivenTask {
  readonly taskToken: string
  /** What a decider was given to see. */
  readonly seen: readonly RecordedEvent[]
}

interface HeldPoll {
  readonly kind: TaskKind
  readonly taskList: string
  readonly identity: string
  readonly untilMs: number
  readonly sent: SentPoll
  readonly request: object
  /** Whether the client has gone, and whether that is known. */
  gone: 'no' | Leaving
}

/** The polls that were sent, and the tasks that they were answered with. */
export class Polls {
  readonly tasks: Task[] = []
  readonly #port: Port
  #held: HeldPoll[] = []
  #sent = 0

  constructor(port: Port) {
    this.#port = port
  }

  async send(kind: TaskKind, taskList: { readonly name: string }, paging: object): Promise<void> {
    const identity = `poll-${++this.#sent}`
    const request = { domain, taskList, ...(kind === 'decisionTask' && paging) }
    const untilMs = this.#port.clock.now() + HELD_MS
    const sent = await this.#port.poll(pollOperations[kind], { ...request, identity })
    this.#held.push({ kind, taskList: taskList.name, identity, untilMs, sent, request, gone: 'no' })
  }

  async leave(which: number, isNoticed: boolean): Promise<void> {
    const poll = this.#held[which % Math.max(1, this.#held.length)]
    if (!poll || poll.gone === 'noticed') return
    poll.gone = await poll.sent.leave(isNoticed)
  }

  /** Takes the answers of the polls that must be answered by now. A task for a poll that is gone is in nobody's hands. */
  async settle(histories: Histories): Promise<void> {
    const started = identitiesOf(histories)
    for (const poll of this.#held.filter(({ gone }) => gone !== 'noticed')) {
      const hasTask = started.has(poll.identity)
      if (!hasTask && this.#port.clock.now() < poll.untilMs) {
        const early = await Promise.race([poll.sent.outcome, turn(undefined)])
        if (early && !(isEmpty(early) && aTaskCameToNothing(histories)))
          throw new BrokenInvariant(`a poll was answered early: ${JSON.stringify(early)}`)
        if (!early) continue
      }
      this.#held.splice(this.#held.indexOf(poll), 1)
      const { answer, fault } = await poll.sent.outcome
      if (hasTask && poll.gone === 'unnoticed')
        throw new BrokenInvariant(`a task was given to a poll that is gone, ${poll.identity}`)
      if (hasTask !== (answer?.['taskToken'] !== undefined)) {
        throw new BrokenInvariant(`a poll was answered with ${JSON.stringify(answer ?? fault)}`)
      }
      if (answer && hasTask) this.tasks.push(await this.#taskOf(poll, answer))
    }
    this.#held = this.#held.filter(({ gone }) => gone !== 'noticed')
  }

  /** The lists in which polls wait that may still be answered with a task. */
  waitingIn(kind: TaskKind): readonly string[] {
    return this.#held.filter((poll) => poll.kind === kind && poll.gone === 'no').map(({ taskList }) => taskList)
  }

  get heldCount(): number {
    return this.#held.length
  }

  async #taskOf(poll: HeldPoll, answer: Answered): Promise<Task> {
    const { kind } = poll
    const { taskToken, startedEventId, workflowExecution } = answer
    const runId = String(isObject(workflowExecution) ? workflowExecution['runId'] : undefined)
    const seen = kind === 'decisionTask' ? await this.#seenEvents(poll, answer) : []
    return { kind, runId, taskToken: String(taskToken), startedEventId: Number(startedEventId), seen }
  }

  /** All pages of the history that comes with a decision task. */
  async #seenEvents({ request }: HeldPoll, first: Answered): Promise<readonly RecordedEvent[]> {
    const seen: RecordedEvent[] = []
    let page: Answered | undefined = first
    while (page) {
      if (Array.isArray(page['events'])) seen.push(...page['events'].filter(isObject).map(recordedEvent))
      const nextPageToken: unknown = page['nextPageToken']
      if (nextPageToken === undefined) break
      const outcome: Outcome = await this.#port.call(pollOperations.decisionTask, { ...request, nextPageToken })
      // The task may have ended in the very moment in which it was given.
      page = outcome.answer
    }
    return seen.toSorted((one, other) => one.eventId - other.eventId)
  }
}

function isEmpty({ answer }: Outcome): boolean {
  return answer !== undefined && answer['taskToken'] === undefined
}

/** The start of a task may be one event too many: its poll may then be answered with nothing at once. */
function aTaskCameToNothing(histories: Histories): boolean {
  return [...histories.values()].some(({ events }) => events.at(-1)?.attributes['cause'] === 'EVENT_LIMIT_EXCEEDED')
}

/** Who was given a task, by all histories. */
function identitiesOf(histories: Histories): ReadonlySet<string> {
  const identities = new Set<string>()
  for (const { events } of histories.values()) {
    for (const event of events) if (event.eventType.endsWith('TaskStarted')) identities.add(textIn(event, 'identity'))
  }
  return identities
}
