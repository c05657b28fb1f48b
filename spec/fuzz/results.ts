import type { Fault, Judgement } from './judge.js'
import type { Origin } from './texts.js'

/** What became of one text. */
export interface TextResult {
  readonly index: number
  readonly origin: Origin
  /** Absent if it gave a value. */
  readonly error?: string | undefined
  /** For all readers together. */
  readonly tookMs: number
  readonly faults: readonly (Fault | Ending)[]
}

/** It took too long, or ended the whole process. */
export interface Ending {
  readonly reader: 'all of them'
  readonly rule: 'time' | 'process'
  readonly what: string
}

export const LIMIT_MS = 1_000

/**
 * Judges, with the time that it took; again if that was too long, since the first time much is still to be loaded and compiled.
 *
 * @param clock - ms; unless given, those that this process had of a machine that is busy with others too
 */
export function timed(run: () => Judgement, clock = usedMs): Omit<TextResult, 'index' | 'origin'> {
  const once = timedOnce(run, clock)
  const result = once.tookMs > LIMIT_MS ? timedOnce(run, clock) : once
  if (result.tookMs <= LIMIT_MS) return result
  const what = `it took ${Math.round(result.tookMs)} ms`
  return { ...result, faults: [...result.faults, { reader: 'all of them', rule: 'time', what }] }
}

function timedOnce(run: () => Judgement, clock: () => number): Omit<TextResult, 'index' | 'origin'> {
  const startedAt = clock()
  const judgement = run()
  return { ...judgement, tookMs: clock() - startedAt }
}

function usedMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}
