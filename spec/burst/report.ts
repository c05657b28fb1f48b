import type { Usage } from './gauge.js'

export interface CallerReport {
  readonly usage: Usage
  /** What the calls of `run` themselves took, in one turn of the main loop. */
  readonly calledMs: number
  readonly right: number
  readonly wrong: number
  /** By name and message. */
  readonly rejected: Readonly<Record<string, number>>
  readonly restarts: number
  readonly late: number
  readonly reconciled: number
  readonly unanswered: number
}

export interface SwfReport {
  readonly usage: Usage
  readonly executions: number
  /** By operation. */
  readonly requests: Readonly<Record<string, number>>
  readonly throttled: Readonly<Record<string, number>>
}

export interface BurstReport {
  readonly count: number
  readonly caller: CallerReport
  readonly workers: readonly Usage[]
  readonly swf: SwfReport
  /** What the processes wrote to stderr, and how they ended, if not well. */
  readonly complaints: readonly string[]
}
