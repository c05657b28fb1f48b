import type { ServedRequest } from './http/served-request.js'
import type { FaultRule } from './injection/fault-rule.js'
import type { LambdaFunction } from './model/tasks/lambda-functions.js'
import type { ClockOption } from './time/local-clock.js'

/** The options of `LocalSwf.start`. */
export interface LocalSwfOptions {
  /**
   * The TCP port on 127.0.0.1. With 0 the system chooses a free one.
   * @default 0
   */
  readonly port?: number
  /**
   * What timeouts and time stamps go by. `'system'` is the real time. `'manual'` stands still until `swf.clock.advance(ms)`.
   * `'skipping'` is the real time, but skips to the next deadline while executions only wait for their timers, so while no task waits or
   * is in anybody's hands and no function runs. All executions share the one time, and while none has a timer it does not skip.
   * A `Clock` of your own may be given as well.
   * @default 'system'
   */
  readonly clock?: ClockOption
  /**
   * The names of domains that are registered at the start and after each reset, for programs that expect their domains to exist. Their
   * retention period is 90 days.
   * @default []
   */
  readonly domains?: readonly string[]
  /**
   * Functions that stand in for those in AWS Lambda, by name. Each takes the input that the decision gives and returns the result, both
   * as JSON values.
   * @default no Lambda: ScheduleLambdaFunction fails with LAMBDA_SERVICE_NOT_AVAILABLE_IN_REGION
   */
  readonly functions?: Readonly<Record<string, LambdaFunction>>
  /**
   * The names of operations and decisions that are forbidden, as by an IAM policy. A denied operation answers
   * OperationNotPermittedFault, and a denied decision fails with the cause OPERATION_NOT_PERMITTED.
   * @default []
   */
  readonly deny?: readonly string[]
  /** The faults that are injected from the start. */
  readonly faults?: LocalSwfFaults
  /**
   * Is called with each request once it is answered, for instance to log it. When it throws or rejects, the process emits a warning
   * (`LocalSwfWarning`), and the server goes on.
   * @default no function
   */
  readonly onRequest?: (request: ServedRequest) => void
  /** The AWS account whose SWF this is. */
  readonly account?: LocalSwfAccount
}

/** The faults that a LocalSwf injects from its start. */
export interface LocalSwfFaults {
  /**
   * The rules by which faults are injected. They begin anew after each reset. `swf.inject` adds more rules.
   * @default []
   */
  readonly rules?: readonly FaultRule[]
  /**
   * A whole number from 0 to 2^32 − 1, which determines the requests that rules with a `rate` strike. It holds for the rules of
   * `swf.inject`, too.
   * @default 0
   */
  readonly seed?: number
}

/** The AWS account whose SWF a LocalSwf is. */
export interface LocalSwfAccount {
  /**
   * The account's number, as it appears in ARNs: 12 digits.
   * @default '123456789012'
   */
  readonly id?: string
  /**
   * The region in `clientOptions`. Requests for any other region are served as well, and find the same domains.
   * @default 'us-east-1'
   */
  readonly region?: string
  /**
   * Whether the documented quotas apply. If so, an operation that is called too often answers ThrottlingException, and a decision that is
   * made too often fails.
   * @default false
   */
  readonly quotas?: boolean
}
