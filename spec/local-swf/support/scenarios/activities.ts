import { cancelActivity, cancelTimer, marker } from '../decisions.js'
import { decisionList, schedule, startTimer, type TestSwf } from '../test-swf.js'
import { begun, decideNext, wake, type Scenario } from './scenario.js'

async function work(swf: TestSwf) {
  const { taskToken } = await swf.pollActivity({ identity: 'worker-1' })
  return { taskToken }
}

/** Every event of activities, one end after another. */
export async function activities(): Promise<Scenario> {
  const { swf, run } = await begun()
  const { client } = swf
  const given = { input: 'two books', control: 'mine', taskPriority: '3' }
  await decideNext(swf, schedule('a', given), schedule('a'), cancelActivity('nothing'))
  await client.respondActivityTaskCompleted({ ...(await work(swf)), result: 'done' })
  await decideNext(swf, schedule('b'), schedule('c'))
  await client.respondActivityTaskFailed({ ...(await work(swf)), reason: 'sold out', details: 'no books' })
  const worker = await work(swf)
  await decideNext(swf, cancelActivity('c'), schedule('d'), cancelActivity('d'))
  await client.respondActivityTaskCanceled({ ...worker, details: 'unpacked' })
  await decideNext(swf, schedule('e', { heartbeatTimeout: '5' }))
  await client.recordActivityTaskHeartbeat({ ...(await work(swf)), details: 'half' })
  swf.clock.advance(5000)
  await decideNext(swf, schedule('f', { scheduleToStartTimeout: '5' }), schedule('g', { scheduleToCloseTimeout: '6' }))
  swf.clock.advance(6000)
  await decideNext(swf, schedule('h', { startToCloseTimeout: '5' }))
  await work(swf)
  swf.clock.advance(5000)
  return { swf, runs: [run] }
}

/** Every event of decision tasks, timers and markers. */
export async function timers(): Promise<Scenario> {
  const { swf, run } = await begun()
  const timer = { timerId: 'wake', startToFireTimeout: '5', control: 'mine' }
  await decideNext(
    swf,
    { decisionType: 'StartTimer', startTimerDecisionAttributes: timer },
    startTimer('wake', '5'),
    startTimer('never', '9'),
    cancelTimer('never'),
    cancelTimer('never'),
    marker('here', 'half'),
  )
  await decideNext(swf)
  swf.clock.advance(5000)
  const { taskToken } = await swf.pollDecision()
  const own = { taskList: { name: 'own' }, taskListScheduleToStartTimeout: '5' }
  await swf.client.respondDecisionTaskCompleted({ taskToken, executionContext: 'thinking', ...own })
  await wake(swf)
  swf.clock.advance(5000)
  await swf.pollDecision({ taskList: decisionList, identity: 'decider-1' })
  swf.clock.advance(30_000)
  return { swf, runs: [run] }
}

/** What only a policy can forbid. */
export async function denied(): Promise<Scenario> {
  const { swf, run } = await begun({ deny: ['RecordMarker'] })
  await decideNext(swf, marker('here'))
  return { swf, runs: [run] }
}
