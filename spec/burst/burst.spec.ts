import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { Child } from '../support/child.js'
import type { Usage } from './gauge.js'
import { judge, MOST_RSS_MB, MOST_SOCKETS } from './judge.js'
import type { BurstReport, CallerReport } from './report.js'

const main = fileURLToPath(new URL('../../dist/spec/burst/main.js', import.meta.url))

it('of many jobs at once every value arrives, with few sockets, little memory and one thread', { timeout: 180_000 }, async () => {
  const { code, output } = await new Child(main, { arguments: ['--count', '300'] }).ended
  expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('Every value arrived, within its bounds.') })
})

describe('the judge', () => {
  const usage: Usage = {
    seconds: 10,
    cpuSeconds: 5,
    idleRssMb: 80,
    peakRssMb: 80 + MOST_RSS_MB,
    sockets: MOST_SOCKETS,
    delayP50Ms: 1,
    delayP99Ms: 10,
    delayMaxMs: 100,
  }
  const sound: BurstReport = {
    count: 10,
    caller: { usage, calledMs: 1, right: 10, wrong: 0, rejected: {}, restarts: 0, late: 0, reconciled: 0, unanswered: 0 },
    workers: [usage],
    swf: { usage, executions: 10, requests: {}, throttled: {} },
    complaints: [],
  }
  const caller = (changes: Partial<CallerReport>): BurstReport => ({ ...sound, caller: { ...sound.caller, ...changes } })

  it('finds nothing where all is well', () => {
    expect(judge(sound)).toEqual([])
  })

  it.each<[string, BurstReport]>([
    ['a value that is missing', caller({ right: 9 })],
    ['the value of another job', caller({ right: 9, wrong: 1 })],
    ['a job that was rejected', caller({ right: 9, rejected: { 'JobStartError: no': 1 } })],
    ['a thread that was replaced', caller({ restarts: 1 })],
    ['too much memory', caller({ usage: { ...usage, idleRssMb: 79 } })],
    ['too many sockets', caller({ usage: { ...usage, sockets: MOST_SOCKETS + 1 } })],
    ['a job that was started twice', { ...sound, swf: { ...sound.swf, executions: 11 } }],
    ['what a process wrote to stderr', { ...sound, complaints: ['caller says: x'] }],
  ])('finds %s', (_, report) => {
    expect(judge(report)).toHaveLength(1)
  })
})
