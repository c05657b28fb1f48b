import { describe, expect, it } from 'vitest'
import { judge } from './judge.js'
import { planFaults, planJob, planKills, type ChaosOptions } from './plan.js'
import type { CallerReport, ChaosReport, ExecutionFacts, JobOutcome, SwfReport } from './reports.js'
import { soundReport } from './sound-report.js'

const options: ChaosOptions = { seed: 7, jobs: 400, kills: 8, blocks: 2, expiries: 3, faultShare: 0.05, speed: 1 }

describe('the plan', () => {
  it('is the same for the same seed, and another for another', () => {
    const jobs = (seed: number): unknown => Array.from({ length: 20 }, (_, index) => planJob(seed, index))
    expect(jobs(1)).toStrictEqual(jobs(1))
    expect(jobs(1)).not.toStrictEqual(jobs(2))
    expect(planFaults(options)).toStrictEqual(planFaults(options))
    expect(planKills(options)).toStrictEqual(planKills(options))
  })

  it('has jobs of every kind, waits of every kind, and all kills before the jobs are over', () => {
    const plans = Array.from({ length: options.jobs }, (_, index) => planJob(options.seed, index))
    expect(new Set(plans.map(({ kind }) => kind))).toStrictEqual(new Set(['echo', 'flaky', 'failing', 'terminated', 'stalled']))
    expect(plans.filter(({ abortAfterMs }) => abortAfterMs === 0)).not.toEqual([])
    expect(plans.filter(({ abortAfterMs = 0 }) => abortAfterMs > 0)).not.toEqual([])
    expect(plans.filter(({ deadlineMs = 0 }) => deadlineMs > 0)).not.toEqual([])
    const kills = planKills(options)
    expect(kills).toHaveLength(options.kills)
    expect(kills.at(-1)).toBeLessThan(options.jobs)
  })
})

describe('the judge', () => {
  const sound = soundReport(options)
  const echo = sound.caller.outcomes.findIndex(({ index, ending }) => ending === 'value' && kindOf(index) === 'echo')
  const aborted = sound.caller.outcomes.findIndex(({ ending }) => ending === 'ABORT_ERR')

  function kindOf(index: number): string {
    return planJob(options.seed, index).kind
  }
  function rulesBroken(report: ChaosReport): string[] {
    return judge(options, report).violations.map(({ rule }) => rule)
  }
  const caller = (changes: Partial<CallerReport>): ChaosReport => ({ ...sound, caller: { ...sound.caller, ...changes } })
  const swf = (changes: Partial<SwfReport>): ChaosReport => ({ ...sound, swf: { ...sound.swf, ...changes } })
  const health = (changes: Partial<CallerReport['health']>): ChaosReport =>
    caller({ health: { ...sound.caller.health, ...changes } })
  const outcome = (at: number, changes: Partial<JobOutcome>): ChaosReport =>
    caller({ outcomes: sound.caller.outcomes.map((each, index) => (index === at ? { ...each, ...changes } : each)) })
  const facts = (at: number, changes: Partial<ExecutionFacts>): ChaosReport =>
    swf({ executions: sound.swf.executions.map((each) => (each.index === at ? { ...each, ...changes } : each)) })
  const both = (one: ChaosReport, other: ChaosReport): ChaosReport => ({ ...one, swf: other.swf })
  const without = (at: number): ChaosReport => swf({ executions: sound.swf.executions.filter(({ index }) => index !== at) })
  const ran = (...activityIds: string[]): ChaosReport => ({
    ...sound,
    workers: { ...sound.workers, runs: sound.workers.runs.map((run) => (run[0] === echo ? [echo, activityIds] : run)) },
  })

  it('finds nothing where all is well', () => {
    expect(judge(options, sound)).toEqual({
      violations: [],
      runsAgain: { afterFailure: expect.any(Number), afterTimeout: 0, handedOutTwice: 0 },
    })
  })

  it.each<[string, () => ChaosReport, string]>([
    ['a promise that never settles', () => caller({ outcomes: sound.caller.outcomes.slice(1) }), 'every promise settles once'],
    ['two endings of one key', () => caller({ endedTwice: 1 }), 'every promise settles once'],
    ['a promise without an ending', () => caller({ ended: sound.caller.ended - 1 }), 'every promise settles once'],
    ['something pending in the end', () => health({ pending: 1 }), 'nothing left pending'],
    ['a wrong count of the settled', () => health({ settled: 1 }), 'health'],
    ['something abandoned', () => caller({ abandoned: 1 }), 'nothing abandoned'],
    ['a kill that was not made', () => caller({ kills: 1 }), 'kills'],
    ['a thread that died by itself', () => caller({ deaths: [...sound.caller.deaths, 'RangeError: x'] }), 'deaths'],
    ['a socket left open', () => swf({ leaks: ['TCPSocketWrap'] }), 'nothing left open'],
    ['an unhandled rejection', () => caller({ unexpected: ['unhandled rejection'] }), 'nothing unexpected'],
    ['a text on stderr', () => ({ ...sound, complaints: ['caller says: x'] }), 'nothing unexpected'],
    ['an execution that stays open', () => swf({ stillOpen: 1 }), 'every execution closes'],
    ['the value of another job', () => outcome(echo, { isRight: false }), 'its own value'],
    ['an abort that nobody planned', () => outcome(echo, { ending: 'ABORT_ERR' }), 'an ending as planned'],
    ['a deadline that nobody planned', () => outcome(echo, { ending: 'ERR_RESULT_TIMEOUT' }), 'an ending as planned'],
    [
      'a deadline after what came in time',
      () => both(outcome(echo, { ending: 'ERR_RESULT_TIMEOUT', deadlineAt: 2_000 }), facts(echo, { receivedAt: 1_000 })),
      'what came in time',
    ],
    ['an ending without a class', () => outcome(echo, { ending: 'TypeError' }), 'an ending as planned'],
    ['a failure of what did not fail', () => outcome(echo, { ending: 'ERR_RESULT_JOB_FAILED' }), 'the history agrees'],
    [
      'a timeout that retries should have mended',
      () => outcome(echo, { ending: 'ERR_RESULT_JOB_TIMED_OUT' }),
      'the history agrees',
    ],
    ['a value without an execution', () => without(echo), 'the history agrees'],
    ['a value of what did not complete', () => facts(echo, { completed: 0 }), 'the history agrees'],
    ['a refused start that ran', () => outcome(echo, { ending: 'ERR_RESULT_JOB_START', message: 'no' }), 'a refused start'],
    [
      'two executions of one call',
      () => swf({ executions: [...sound.swf.executions, ...sound.swf.executions.slice(0, 1)] }),
      'one execution',
    ],
    ['a run without an execution', () => without(aborted), 'one execution'],
    ['a retry without a failure', () => facts(echo, { scheduled: ['Activity1', 'Activity2'] }), 'each run for a reason'],
    ['a job that completed twice', () => facts(echo, { completed: 2 }), 'each run for a reason'],
    ['a run that nobody scheduled', () => ran('Activity1', 'Activity2'), 'each run for a reason'],
    ['a task that ran twice, and was handed out once', () => ran('Activity1', 'Activity1'), 'each run for a reason'],
  ])('finds %s', (_, planted, rule) => {
    expect(rulesBroken(planted())).toContain(rule)
  })

  it('takes a refused start for sure only if it says so', () => {
    const ending = 'ERR_RESULT_JOB_START'
    expect(rulesBroken(outcome(echo, { ending, message: 'x. It may run all the same: the answer was lost.' }))).toEqual([])
  })

  it('counts why activities ran again', () => {
    const again = facts(echo, { scheduled: ['Activity1', 'Activity2'], timedOut: 1 })
    expect(judge(options, again).runsAgain.afterTimeout).toBe(1)
    const twice = ran('Activity1', 'Activity1')
    const injected = { PollForActivityTask: { twice: 1 } }
    expect(judge(options, { ...twice, swf: { ...twice.swf, injected } })).toMatchObject({
      violations: [],
      runsAgain: { handedOutTwice: 1 },
    })
  })
})
