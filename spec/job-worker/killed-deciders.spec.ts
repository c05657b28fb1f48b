import { beforeAll, expect, it } from 'vitest'
import { jobs, ResultService } from '../../lib/index.js'
import { JobWorker } from '../../lib/job-worker/index.js'
import type { HistoryEvent, LocalSwf } from '../../lib/local-swf/index.js'
import { Child, swfEnvironment } from '../support/child.js'
import { CuttingProxy, type Held } from '../support/cutting-proxy.js'
import { shapeOf } from './history-shape.js'
import { startHurriedSwf } from './hurried-swf.js'

/** A hang guard, like the other specs': eight processes start one after the other, each in less than a second where nothing else runs. */
const TEST_TIMEOUT_MS = 300_000
/** The default workflow's own. */
const DECISION_TIMEOUT_MS = 30_000
const ATTEMPTS = 3

interface Ended {
  readonly result: unknown
  readonly events: readonly HistoryEvent[]
  readonly shape: readonly object[]
}

interface Deciders {
  readonly swf: LocalSwf
  /** Between the deciders and the SWF. */
  readonly proxy: CuttingProxy
  /** Starts a process that decides. */
  readonly start: () => Child
}

let undisturbed: Ended

beforeAll(async () => {
  undisturbed = await runJob(async ({ start }) => void start())
})

/** Runs a job whose first attempts fail, decided by other processes. */
async function runJob(decide: (deciders: Deciders) => Promise<void>): Promise<Ended> {
  const swf = await startHurriedSwf()
  const { clientOptions } = swf
  const proxy = await CuttingProxy.start(swf.endpoint)
  const activities = { Flaky: flaky() }
  const worker = await JobWorker.start({ activities, concurrency: { decisions: 0 }, swf: clientOptions, signals: false })
  const service = new ResultService({ swf: clientOptions, signals: false })
  const children: Child[] = []
  const start = (): Child => {
    const env = swfEnvironment({ ...clientOptions, endpoint: proxy.endpoint })
    const child = new Child('job-worker/decider.mjs', { env })
    children.push(child)
    return child
  }
  try {
    const taskList = await service.start()
    const retry = { shouldJitter: false }
    const job = await jobs<typeof activities>(service).start('Flaky.work', 'x', { workflow: { id: 'job' }, activity: { retry } })
    await decide({ swf, proxy, start })
    const result = await job.result
    await swf.waitForExecution('job', 'COMPLETED')
    const names = new Map([
      [job.key, 'the key'],
      [taskList, 'the task list'],
    ])
    const events = swf.history('job')
    return { result, events, shape: shapeOf(events, names) }
  } finally {
    for (const child of children) child.kill('SIGKILL')
    await service.stop({ drainMs: 0 })
    await worker.stop({ drainMs: 0 })
    await proxy.close()
    await swf.stop()
  }
}

function flaky() {
  let attempt = 0
  return {
    async work(input: string) {
      attempt += 1
      if (attempt < ATTEMPTS) throw new Error(`attempt ${attempt} of ${ATTEMPTS} fails`)
      return { input, attempt }
    },
  }
}

function count(events: readonly HistoryEvent[], type: HistoryEvent['eventType']): number {
  return events.filter(({ eventType }) => eventType === type).length
}

/** Of those whose decisions took effect. */
function identities(events: readonly HistoryEvent[]): ReadonlySet<string | undefined> {
  const started = events.flatMap(({ decisionTaskCompletedEventAttributes: completed }) =>
    completed ? [events[completed.startedEventId - 1]?.decisionTaskStartedEventAttributes] : [],
  )
  return new Set(started.map((attributes) => attributes?.identity))
}

it('a job that one process decides has seven decisions: for each attempt, each wait between them, its result and its end', () => {
  expect(undisturbed.result).toStrictEqual({ input: 'x', attempt: ATTEMPTS })
  expect(count(undisturbed.events, 'DecisionTaskCompleted')).toBe(7)
  expect(count(undisturbed.events, 'TimerFired')).toBe(2)
  expect(identities(undisturbed.events).size).toBe(1)
})

it.each<[string, Held]>([
  ['while it has the task', 'before-effect'],
  ['once its answer took effect', 'after-effect'],
])(
  'a decider killed at every decision of a job, %s, changes neither its history nor its result',
  async (_, held) => {
    const decisions = count(undisturbed.events, 'DecisionTaskCompleted')
    const isLost = held === 'before-effect'
    const { result, events, shape } = await runJob(async ({ swf, proxy, start }) => {
      let timedOut = Promise.resolve()
      for (let decision = 1; decision <= decisions; decision++) {
        // What is lost is answered twice: by the one that is killed, and by its successor.
        const reached = proxy.hold('RespondDecisionTaskCompleted', isLost ? 2 * decision - 1 : decision, held)
        const decider = start()
        await Promise.all([reached, timedOut])
        decider.kill('SIGKILL')
        expect((await decider.ended).signal).toBe('SIGKILL')
        if (isLost) timedOut = swf.clock.advance(DECISION_TIMEOUT_MS)
      }
      if (isLost) start()
      await timedOut
    })
    expect(result).toStrictEqual(undisturbed.result)
    expect(shape).toStrictEqual(undisturbed.shape)
    expect(count(events, 'DecisionTaskTimedOut')).toBe(isLost ? decisions : 0)
    expect(identities(events).size).toBe(decisions)
  },
  TEST_TIMEOUT_MS,
)
