import { describe, expect, it } from 'vitest'
import { cancelTimer } from './support/decisions.js'
import { decided, decisionList, eventTypes, startTimer } from './support/test-swf.js'

describe('timers', () => {
  it('fires when its time has come, and wakes the decider', async () => {
    const { swf, run } = await decided(startTimer('wake', '60'))
    swf.clock.advance(59_999)
    expect(await swf.history(run)).toHaveLength(5)
    swf.clock.advance(1)
    expect(await swf.historyFrom(5, run)).toEqual([
      {
        eventId: 5,
        eventType: 'TimerStarted',
        attributes: { timerId: 'wake', startToFireTimeout: '60', decisionTaskCompletedEventId: 4 },
      },
      { eventId: 6, eventType: 'TimerFired', attributes: { timerId: 'wake', startedEventId: 5 } },
      {
        eventId: 7,
        eventType: 'DecisionTaskScheduled',
        attributes: { taskList: decisionList, startToCloseTimeout: '30', scheduleToStartTimeout: 'NONE' },
      },
    ])
  })

  it('does not fire once cancelled', async () => {
    const { swf, run } = await decided(startTimer('wake', '60'), cancelTimer('wake'))
    swf.clock.advance(60_000)
    const events = await swf.historyFrom(6, run)
    expect(events).toEqual([
      {
        eventId: 6,
        eventType: 'TimerCanceled',
        attributes: { timerId: 'wake', startedEventId: 5, decisionTaskCompletedEventId: 4 },
      },
    ])
  })

  it('can be named again after it fired', async () => {
    const { swf, run } = await decided(startTimer('wake', '1'))
    swf.clock.advance(1000)
    await swf.decide(startTimer('wake', '1'))
    expect(eventTypes(await swf.history(run)).at(-1)).toBe('TimerStarted')
  })

  it('fails for an id that is in use', async () => {
    const { events } = await decided(startTimer('wake', '60'), startTimer('wake', '30'))
    expect(events.slice(2)).toMatchObject([
      {
        eventType: 'StartTimerFailed',
        attributes: { timerId: 'wake', cause: 'TIMER_ID_ALREADY_IN_USE', decisionTaskCompletedEventId: 4 },
      },
      { eventType: 'DecisionTaskScheduled' },
    ])
  })

  it('fails for the thousand-and-first open timer', async () => {
    const { events } = await decided(...Array.from({ length: 1001 }, (_, index) => startTimer(`t${index}`, '60')))
    expect(events.at(-2)?.attributes).toMatchObject({ timerId: 't1000', cause: 'OPEN_TIMERS_LIMIT_EXCEEDED' })
  })

  it('fails to cancel a timer that is not there', async () => {
    const { events } = await decided(cancelTimer('wake'))
    expect(events.slice(1)).toMatchObject([
      {
        eventType: 'CancelTimerFailed',
        attributes: { timerId: 'wake', cause: 'TIMER_ID_UNKNOWN', decisionTaskCompletedEventId: 4 },
      },
      { eventType: 'DecisionTaskScheduled' },
    ])
  })
})
