import type { ServedRequest } from './http/served-request.js'
import type { FaultRule } from './injection/fault-rule.js'
import type { LambdaFunction } from './model/tasks/lambda-functions.js'
import type { ClockOption } from './time/local-clock.js'

export interface LocalSwfOptions {
  /**
   * TCP port on 127.0.0.1; 0 takes a free one.
   * @default 0
   */
  readonly port?: number
  /**
   * What timeouts and time stamps go by. `'manual'` stands still until `swf.clock.advance(ms)`; `'skipping'` is real time that skips
   * to the next deadline while executions only wait for their timers: no task waits or is in hand, no function runs. Time is one
   * for all: while no execution has a timer, it is real.
   * @default 'system'
   */
  readonly clock?: ClockOption
  /**
   * Domains that are there from the start and after each reset, registered with a retention period of 90 days: for programs that
   * expect theirs to exist.
   * @default none
   */
  readonly domains?: readonly string[]
  /**
   * Stand in for AWS Lambda, by name: each takes the input that the decision gives and returns the result, both as JSON values.
   * @default none: ScheduleLambdaFunction fails with LAMBDA_SERVICE_NOT_AVAILABLE_IN_REGION
   */
  readonly functions?: Readonly<Record<string, LambdaFunction>>
  /**
   * Operations and decisions that an IAM policy would forbid, by name: a denied operation answers OperationNotPermittedFault, a
   * denied decision fails with the cause OPERATION_NOT_PERMITTED.
   * @default none
   */
  readonly deny?: readonly string[]
  /** The rules by which it misbehaves from the start, and whom they strike. */
  readonly faults?: LocalSwfFaults
  /**
   * Called with each request once it is answered, to log it say. What it throws, or rejects with, becomes a warning of the process
   * (`LocalSwfWarning`), and the server goes on.
   * @default none
   */
  readonly onRequest?: (request: ServedRequest) => void
  /** Whose SWF it is. */
  readonly account?: LocalSwfAccount
}

export interface LocalSwfFaults {
  /**
   * Faults to inject from the start, and anew after each reset. `swf.inject` adds more.
   * @default none
   */
  readonly rules?: readonly FaultRule[]
  /**
   * Chooses whom the rules that have a `rate` strike, those of `swf.inject` too: a whole number from 0 to 2^32 − 1.
   * @default 0
   */
  readonly seed?: number
}

export interface LocalSwfAccount {
  /**
   * In ARNs: 12 digits.
   * @default '123456789012'
   */
  readonly id?: string
  /**
   * The region in `clientOptions`. Requests of any region are served, all with the same domains.
   * @default 'us-east-1'
   */
  readonly region?: string
  /**
   * Whether it has the documented quotas: an operation that comes too often answers ThrottlingException, a decision fails.
   * @default false
   */
  readonly quotas?: boolean
}
