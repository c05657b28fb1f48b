import { isDeepStrictEqual } from 'node:util'
import { damages } from '../damages.js'
import { BrokenInvariant, closingEvent, idIn, innerTextIn, type Histories, type RecordedEvent } from '../histories.js'
import { openThings } from '../invariants/closings.js'
import { aBatchIsWrittenInOrder, replayIsStable, type SentDecision } from '../invariants/replay.js'
import type { TaskKind } from '../invariants/state.js'
import { checkWorld } from './check-world.js'
import { closingDecisions } from './decisions.js'
import { domain, registrations, scripted } from './names.js'
import { Polls, type Task } from './polls.js'
import type { Outcome, Port } from './port.js'
import { readHistories } from './read-histories.js'
import { decideAsScripted } from './small-decider.js'
import type { Step } from './steps.js'

type StepOf<Name extends Step['step']> = Extract<Step, { step: Name }>

/** Longer than any execution of the random specs may run, in ms. */
const LONGER_THAN_ALL_MS = 3_700_000

/** Takes the steps one by one; after each, all invariants must hold. At the end all is left alone, and must come to rest. */
export async function walk(port: Port, steps: readonly Step[]): Promise<Walk> {
  for (const [operation, body] of registrations) {
    const { fault } = await port.call(operation, body)
    if (fault !== undefined) throw new Error(`${operation} is refused: ${fault}`)
  }
  const done = new Walk(port)
  for (const step of steps) await done.take(step)
  await done.comeToRest()
  return done
}

export class Walk {
  readonly #port: Port
  readonly #polls: Polls
  #histories: Histories = new Map()

  constructor(port: Port) {
    this.#port = port
    this.#polls = new Polls(port)
  }

  get histories(): Histories {
    return this.#histories
  }

  async take(step: Step): Promise<void> {
    switch (step.step) {
      case 'start':
        await this.#call('StartWorkflowExecution', step.body)
        break
      case 'poll':
        await this.#polls.send(step.kind, step.taskList, step.paging)
        break
      case 'leave':
        await this.#polls.leave(step.which, step.isNoticed)
        break
      case 'decide':
        await this.#decide(step)
        break
      case 'answer':
        await this.#answer(step)
        break
      case 'tell':
        await this.#tell(step)
        break
      case 'advance':
        this.#port.clock.advance(step.ms)
        break
      case 'administer':
        await this.#call(step.operation, step.body)
        break
      case 'settle':
        this.#port.slow.end(step.which, step.rejects)
    }
    await this.#check()
  }

  /** With nobody there, everything times out: no deadline is left, no task, and nothing that is open. */
  async comeToRest(): Promise<void> {
    await this.take({ step: 'advance', ms: LONGER_THAN_ALL_MS })
    for (const history of this.#histories.values()) {
      if (!closingEvent(history)) throw new BrokenInvariant(`run ${history.runId} never ends`)
      if (isScripted(this.#histories, history.runId)) replayIsStable(history, decideAsScripted)
    }
    const { waiting } = this.#port.deadlines
    // That of the retention period, as soon as anything closed.
    if (waiting > 1) throw new BrokenInvariant(`${waiting} deadlines are left`)
  }

  async #check(): Promise<void> {
    const earlier = this.#histories
    this.#histories = await readHistories(this.#port)
    await this.#polls.settle(this.#histories)
    await checkWorld(this.#port, this.#polls, earlier, this.#histories)
  }

  /** What is refused leaves no trace. */
  async #call(operation: string, body: object): Promise<Outcome> {
    const outcome = await this.#port.call(operation, body)
    if (outcome.fault === undefined) return outcome
    const now = await readHistories(this.#port)
    if (eventCount(now) !== eventCount(this.#histories)) throw new BrokenInvariant(`${operation} was refused and left a trace`)
    return outcome
  }

  async #decide({ batch, next, ...choice }: StepOf<'decide'>): Promise<void> {
    const task = this.#choose('decisionTask', choice)
    if (!task) return
    const drawn = isScripted(this.#histories, task.runId)
      ? this.#scriptedDecisions(task)
      : batch.map((each): SentDecision => each.decision)
    const isWellFormed =
      isScripted(this.#histories, task.runId) || (!batch.some(({ isMalformed }) => isMalformed) && closesLast(drawn))
    const isGood = this.#isGood(task) && choice.damage === undefined && isWellFormed
    const body = { taskToken: damaged(task, choice.damage), decisions: drawn, ...next }
    const { fault } = await this.#call('RespondDecisionTaskCompleted', body)
    requireFault('RespondDecisionTaskCompleted', fault, isGood)
    if (fault !== undefined) return
    const history = (await readHistories(this.#port)).get(task.runId)
    const completed = history?.events.findLast(
      (event) => event.eventType === 'DecisionTaskCompleted' && idIn(event, 'startedEventId') === task.startedEventId,
    )
    if (history && completed) aBatchIsWrittenInOrder(history, drawn, completed)
    else if (history?.events.at(-1)?.attributes['cause'] !== 'EVENT_LIMIT_EXCEEDED') {
      throw new BrokenInvariant(`run ${task.runId}: the answer to ${task.startedEventId} is not written`)
    }
  }

  /** By the whole history up to the task: what came with the poll may be a part of it. */
  #scriptedDecisions({ runId, startedEventId, seen }: Task): readonly SentDecision[] {
    const events = this.#histories.get(runId)?.events.slice(0, startedEventId) ?? []
    const strange = seen.find((event) => !isSame(event, events[event.eventId - 1]))
    if (strange) throw new BrokenInvariant(`run ${runId}: a decider saw ${JSON.stringify(strange)}`)
    return decideAsScripted(events)
  }

  async #answer({ operation, ...choice }: StepOf<'answer'>): Promise<void> {
    const task = this.#choose('activity', choice)
    if (!task) return
    const { fault } = await this.#call(operation, { taskToken: damaged(task, choice.damage) })
    requireFault(operation, fault, this.#isGood(task) && choice.damage === undefined)
  }

  async #tell({ operation, workflowId, run, childPolicy }: StepOf<'tell'>): Promise<void> {
    const open = [...this.#histories.values()].find((history) => history.workflowId === workflowId && !closingEvent(history))
    const runId = { any: undefined, open: open?.runId, other: '0'.repeat(32) }[run]
    const { fault } = await this.#call(operation, {
      domain,
      workflowId,
      runId,
      ...(operation === 'SignalWorkflowExecution' && { signalName: 'news' }),
      ...(operation === 'TerminateWorkflowExecution' && { childPolicy }),
    })
    requireFault(operation, fault, open !== undefined && run !== 'other')
  }

  #choose(kind: TaskKind, { which, isAny }: { readonly which: number; readonly isAny: boolean }): Task | undefined {
    const all = this.#polls.tasks.filter((task) => task.kind === kind)
    const good = all.filter((task) => this.#isGood(task))
    const choice = isAny || good.length === 0 ? all : good
    return choice[which % Math.max(1, choice.length)]
  }

  /** Whether the task is open, by the histories. */
  #isGood({ kind, runId, startedEventId }: Task): boolean {
    const history = this.#histories.get(runId)
    if (!history || closingEvent(history)) return false
    return [...openThings(history, kind).values()].some(({ started }) => started?.eventId === startedEventId)
  }
}

function eventCount(histories: Histories): number {
  let count = 0
  for (const { events } of histories.values()) count += events.length
  return count
}

function isScripted(histories: Histories, runId: string): boolean {
  const [start] = histories.get(runId)?.events ?? []
  return start !== undefined && innerTextIn(start, 'workflowType', 'name') === scripted.name
}

/** Over HTTP members that are undefined are left out. */
function isSame(one: RecordedEvent, other: RecordedEvent | undefined): boolean {
  return one === other || isDeepStrictEqual(plain(one), plain(other))
}

function plain(event: RecordedEvent | undefined): unknown {
  return event && JSON.parse(JSON.stringify(event))
}

function closesLast(decisions: readonly SentDecision[]): boolean {
  return !decisions.slice(0, -1).some(({ decisionType }) => closingDecisions.has(decisionType))
}

function damaged({ taskToken }: Task, damage: number | undefined): string {
  const [, apply] = damages[damage ?? -1] ?? []
  return apply ? apply(taskToken) : taskToken
}

function requireFault(operation: string, fault: string | undefined, isGood: boolean): void {
  if ((fault === undefined) !== isGood) throw new BrokenInvariant(`${operation} is ${fault ?? 'not refused'}`)
}
