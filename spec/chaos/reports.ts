import type { ExecutionStatus, InjectedFaults } from '../../lib/local-swf/index.js'
import type { Health } from '../../lib/service/reporting/health.js'

/** How one promise ended. */
export interface JobOutcome {
  readonly index: number
  /** `value`, or the code of the error, or its name if it has none. */
  readonly ending: string
  /** Of a value: whether it is what this job returns. Of an error: its message. */
  readonly isRight?: boolean
  readonly message?: string
  /** Of a wait whose deadline passed: that, hurried ms since the epoch. */
  readonly deadlineAt?: number
}

export interface CallerReport {
  readonly outcomes: readonly JobOutcome[]
  /** Keys whose promise was settled, by what the service published, and those of them with more than one ending. */
  readonly ended: number
  readonly endedTwice: number
  /** What threads died of that were polling. */
  readonly deaths: readonly string[]
  /** Promises that were handed out for jobs whose signal had not aborted before. */
  readonly reserved: number
  readonly health: Health
  readonly abandoned: number
  readonly kills: number
  readonly credentialsAsked: number
  readonly stuck: readonly number[]
  readonly leaks: readonly string[]
  readonly unexpected: readonly string[]
}

/** What an execution's history says. */
export interface ExecutionFacts {
  readonly index: number
  readonly status: ExecutionStatus
  /** Of the job's activity. */
  readonly scheduled: readonly string[]
  readonly failed: number
  readonly timedOut: number
  readonly completed: number
  readonly lastEnd: 'completed' | 'failed' | 'timed-out' | undefined
  /** Result tasks scheduled. */
  readonly deliveries: number
  /** When the first of them was answered as received: hurried ms since the epoch. */
  readonly receivedAt?: number | undefined
  readonly isUndelivered: boolean
}

export interface SwfReport {
  readonly executions: readonly ExecutionFacts[]
  readonly injected: InjectedFaults
  readonly requests: Readonly<Record<string, number>>
  readonly stillOpen: number
  readonly leaks: readonly string[]
  readonly unexpected: readonly string[]
}

export interface WorkersReport {
  /** Of each job: the activityIds of its runs, in order, the same one again where the task was handed out twice. */
  readonly runs: ReadonlyArray<readonly [index: number, activityIds: readonly string[]]>
  readonly leaks: readonly string[]
  readonly unexpected: readonly string[]
}

export interface ChaosReport {
  readonly caller: CallerReport
  readonly swf: SwfReport
  readonly workers: WorkersReport
  /** What the processes wrote to stderr, and how they ended, if not well. */
  readonly complaints: readonly string[]
  /** From the first start to the last promise, in real ms. */
  readonly settledWithinMs: number
  /** From then, without further faults, until no execution was open. */
  readonly closedWithinMs: number
}
