import { expect, it, onTestFinished, vi } from 'vitest'
import { systemClock, type Clock } from '../../lib/local-swf/index.js'
import { TaskLists } from '../../lib/local-swf/model/tasks/task-lists.js'
import { Crowd } from './support/crowd.js'
import { activityList, decisionList, domain, schedule, TestSwf } from './support/test-swf.js'

const POLLS = 1000

/** The real time; tells how many timers were set, and how many of them wait. */
class CountingClock implements Clock {
  set = 0
  readonly waiting = new Set<object>()

  now(): number {
    return systemClock.now()
  }

  setTimer(callback: () => void, delayMs: number) {
    this.set += 1
    const entry = {}
    this.waiting.add(entry)
    const timer = systemClock.setTimer(() => {
      this.waiting.delete(entry)
      callback()
    }, delayMs)
    const cancel = (): void => {
      this.waiting.delete(entry)
      timer.cancel()
    }
    return { cancel, unref: () => timer.unref() }
  }
}

function timers(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length
}

it('1,000 polls that wait have one timer between them, and the last one left gets the task', async () => {
  const clock = new CountingClock()
  const swf = await TestSwf.registered({ clock })
  const crowd = new Crowd(swf)
  const wait = vi.spyOn(TaskLists.prototype, 'wait')
  onTestFinished(() => {
    crowd.close()
    wait.mockRestore()
  })
  const [timersBefore, setBefore] = [timers(), clock.set]

  const others = Array.from({ length: POLLS - 1 }, () => crowd.poll('PollForActivityTask', activityList, 'vanishes when told'))
  const last = crowd.poll('PollForActivityTask', activityList, 'stays')
  await vi.waitFor(() => expect(wait).toHaveBeenCalledTimes(POLLS), { timeout: 30_000 })
  expect(clock.waiting.size).toBe(1)
  // The first poll's own: the later ones end later, so that the timer need not be set anew, unless the real time was set back.
  expect(clock.set - setBefore).toBeLessThan(10)
  expect(timers() - timersBefore).toBeLessThan(10)

  const removals = wait.mock.results.map(({ value }) => vi.spyOn(value, 'remove'))
  crowd.vanish()
  expect(new Set(await Promise.all(others))).toEqual(new Set(['gone']))
  const gone = () => removals.filter((removal) => removal.mock.calls.length > 0).length
  await vi.waitFor(() => expect(gone()).toBe(POLLS - 1), { timeout: 30_000 })
  await swf.startRun()
  await swf.decide(schedule('a'))
  expect(await last).toHaveProperty('task.startedEventId', 6)
  const pending = { domain, taskList: decisionList }
  expect((await swf.client.countPendingDecisionTasks(pending)).count).toBe(0)
})
