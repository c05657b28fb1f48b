// Crowds of pollers of which some vanish, over HTTP. Who vanishes when is drawn from a fixed seed; what the server had done by then is up to
// the sockets: so all is accounted for from the histories, where each start carries the identity of the poll that it was for.
import { expect, onTestFinished, vi } from 'vitest'
import { ActivityTask } from '../../../lib/local-swf/model/tasks/activity-task.js'
import { Crowd, chances, type Doom, type Fate } from './crowd.js'
import {
  activityList,
  complete,
  decisionList,
  domain,
  schedule,
  TestSwf,
  workflowType,
  type PlainEvent,
  type Run,
} from './test-swf.js'

const dooms: readonly Doom[] = ['vanishes at once', 'vanishes when told', 'vanishes with the answer']

function doomFrom(chance: Generator<number, never>): Doom {
  const drawn = chance.next().value
  return drawn < 0.15 ? (dooms[Math.floor(drawn * 20)] ?? 'stays') : 'stays'
}

/** Each round has its own, so that what happens to the others wakes nobody who is asked. */
function decidersOf(round: number): { readonly name: string } {
  return { name: `deciders-${round}` }
}

function crowdOf(swf: TestSwf): Crowd {
  const crowd = new Crowd(swf)
  onTestFinished(() => crowd.close())
  return crowd
}

function ofType(events: readonly PlainEvent[], eventType: string): readonly PlainEvent[] {
  return events.filter((event) => event.eventType === eventType)
}

/** Each start, by the identity of the poll that it was for. */
function startsOf(runs: readonly { readonly run: Run; readonly events: readonly PlainEvent[] }[], eventType: string) {
  const starts = runs.flatMap(({ run, events }) =>
    ofType(events, eventType).map(({ eventId, attributes }) => {
      return { identity: String(attributes['identity']), key: `${run.runId} ${eventId}`, attributes }
    }),
  )
  const byIdentity = new Map(starts.map((start) => [start.identity, start]))
  expect(byIdentity.size, 'no poll was given two tasks').toBe(starts.length)
  return byIdentity
}

function inHand(fate: Fate | undefined): string | undefined {
  return typeof fate === 'object' ? `${fate.task.workflowExecution.runId} ${fate.task.startedEventId}` : undefined
}

/** Whoever has a task in hand has the one that was started for him; the starts that nobody has in hand are those of clients that are gone. */
function lostStarts(crowd: Crowd, starts: ReturnType<typeof startsOf>) {
  for (const [identity, fate] of crowd.fates) {
    if (fate !== 'gone') expect(starts.get(identity)?.key, identity).toBe(inHand(fate))
  }
  return [...starts.values()].filter(({ identity }) => crowd.fates.get(identity) === 'gone')
}

interface SharedActivities {
  readonly pollers: number
  readonly rounds: number
  readonly tasksPerRound: number
}

/** Pollers, of whom some vanish, share activities: none is done twice, and the lost ones time out and are done again. */
export async function shareActivities({ pollers, rounds, tasksPerRound }: SharedActivities): Promise<void> {
  const swf = await TestSwf.registered()
  const crowd = crowdOf(swf)
  const chance = chances(pollers)
  const runs: Run[] = []

  // Just after its task was handed to it, before the answer is out, the client is gone.
  const start: ActivityTask['start'] = Reflect.get(ActivityTask.prototype, 'start')
  const starts = vi.spyOn(ActivityTask.prototype, 'start').mockImplementation(function startAndVanish(
    this: ActivityTask,
    identity,
  ) {
    const started = Reflect.apply(start, this, [identity])
    if (identity !== undefined) crowd.vanish([identity])
    return started
  })
  onTestFinished(() => starts.mockRestore())

  async function work(): Promise<void> {
    while (!crowd.isDispersed) {
      const fate = await crowd.poll('PollForActivityTask', activityList, doomFrom(chance))
      if (typeof fate !== 'object') continue
      await crowd.call('RespondActivityTaskCompleted', { taskToken: fate.task.taskToken })
    }
  }

  const workers = Array.from({ length: pollers }, work)
  for (let round = 0; round < rounds; round++) {
    const run = await swf.startRun({ workflowId: `order-${round}`, taskList: decidersOf(round), taskStartToCloseTimeout: 'NONE' })
    runs.push(run)
    const { taskToken } = await swf.pollDecision({ taskList: decidersOf(round) })
    const activities = Array.from({ length: tasksPerRound }, (_, index) => schedule(`a${index}`, { startToCloseTimeout: '60' }))
    const scheduled = swf.client.respondDecisionTaskCompleted({ taskToken, decisions: activities })
    // While they are handed out, so that some vanish just before.
    crowd.vanish()
    await scheduled
    await allTaken(crowd, 'CountPendingActivityTasks', activityList)
  }
  crowd.disperse()
  await Promise.all(workers)

  const histories = await Promise.all(runs.map(async (run) => ({ run, events: await crowd.history(run) })))
  const lost = lostStarts(crowd, startsOf(histories, 'ActivityTaskStarted'))
  for (const { events } of histories) {
    const scheduledBy = ofType(events, 'ActivityTaskStarted').map(({ attributes }) => attributes['scheduledEventId'])
    expect(new Set(scheduledBy).size, 'each task was started once').toBe(tasksPerRound)
    expect(scheduledBy).toHaveLength(tasksPerRound)
  }
  const done = histories.flatMap(({ events }) => ofType(events, 'ActivityTaskCompleted'))
  expect(done.length + lost.length).toBe(rounds * tasksPerRound)
  expect(lost.length).toBeGreaterThan(0)

  swf.clock.advance(59_999)
  expect(await openActivities(swf, runs)).toBe(lost.length)
  swf.clock.advance(1)
  expect(await openActivities(swf, runs)).toBe(0)
  let again = 0
  for (const [round, run] of runs.entries()) again += await doAgain(swf, crowd, run, decidersOf(round))
  expect(again).toBe(lost.length)
  for (const run of runs) {
    expect(ofType(await crowd.history(run), 'ActivityTaskCompleted')).toHaveLength(tasksPerRound)
  }
}

async function openActivities(swf: TestSwf, runs: readonly Run[]): Promise<number> {
  let count = 0
  for (const execution of runs) {
    const { openCounts } = await swf.client.describeWorkflowExecution({ domain, execution })
    count += openCounts?.openActivityTasks ?? 0
  }
  return count
}

/** What timed out is scheduled again by the decider, under its old name, and done. Gives how many there were. */
async function doAgain(swf: TestSwf, crowd: Crowd, run: Run, taskList: { readonly name: string }): Promise<number> {
  const events = await crowd.history(run)
  const timeouts = ofType(events, 'ActivityTaskTimedOut').map(({ attributes }) => attributes)
  expect(new Set(timeouts.map(({ timeoutType }) => timeoutType))).toEqual(new Set(timeouts.length > 0 ? ['START_TO_CLOSE'] : []))
  const { taskToken } = await swf.pollDecision({ taskList, maximumPageSize: 1 })
  const names = timeouts.map(({ scheduledEventId }) => String(events[Number(scheduledEventId) - 1]?.attributes['activityId']))
  await swf.client.respondDecisionTaskCompleted({ taskToken, decisions: names.map((name) => schedule(name)) })
  for (const _ of names) {
    const fate = await crowd.poll('PollForActivityTask', activityList, 'stays')
    await crowd.call('RespondActivityTaskCompleted', { taskToken: inHandToken(fate) })
  }
  return names.length
}

interface SharedExecutions {
  readonly deciders: number
  readonly executions: number
}

/** Deciders, of whom some vanish, share executions: no turn is had twice, and the lost ones time out and are had again. */
export async function shareExecutions({ deciders: count, executions }: SharedExecutions): Promise<void> {
  const swf = await TestSwf.registered()
  const crowd = crowdOf(swf)
  const chance = chances(count)
  const runs: Run[] = []

  async function decide(): Promise<void> {
    while (!crowd.isDispersed) {
      const fate = await crowd.poll('PollForDecisionTask', decisionList, doomFrom(chance))
      if (typeof fate !== 'object') continue
      await crowd.call('RespondDecisionTaskCompleted', { taskToken: fate.task.taskToken, decisions: [complete()] })
    }
  }

  const deciders = Array.from({ length: count }, decide)
  for (let index = 0; index < executions; index++) {
    if (index % 20 === 0) crowd.vanish()
    const workflowId = `order-${index}`
    const start = { domain, workflowId, workflowType, taskStartToCloseTimeout: '90' }
    runs.push({ workflowId, ...JSON.parse(await crowd.call('StartWorkflowExecution', start)) })
  }
  await allTaken(crowd, 'CountPendingDecisionTasks', decisionList)
  crowd.disperse()
  await Promise.all(deciders)

  const histories = await Promise.all(runs.map(async (run) => ({ run, events: await crowd.history(run) })))
  const starts = startsOf(histories, 'DecisionTaskStarted')
  expect(starts.size, 'each was taken').toBe(executions)
  const lost = lostStarts(crowd, starts)
  expect(histories.flatMap(({ events }) => ofType(events, 'DecisionTaskCompleted'))).toHaveLength(executions - lost.length)
  expect(lost.length).toBeGreaterThan(0)

  // By then no poll is held, not even one whose client's end the server has not seen yet.
  swf.clock.advance(60_000)
  swf.clock.advance(29_999)
  const pending = { domain, taskList: decisionList }
  expect((await swf.client.countPendingDecisionTasks(pending)).count).toBe(0)
  swf.clock.advance(1)
  expect((await swf.client.countPendingDecisionTasks(pending)).count).toBe(lost.length)
  for (const _ of lost) await swf.decide(complete())
  for (const run of runs) expect((await crowd.history(run)).at(-1)?.eventType).toBe('WorkflowExecutionCompleted')
}

function inHandToken(fate: Fate): string {
  return typeof fate === 'object' ? fate.task.taskToken : ''
}

async function allTaken(crowd: Crowd, operation: string, taskList: object): Promise<void> {
  while (JSON.parse(await crowd.call(operation, { domain, taskList })).count > 0);
}
