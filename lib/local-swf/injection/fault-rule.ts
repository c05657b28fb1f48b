/**
 * When a rule strikes. A rule sees the requests of its operations in the order in which they come, but not those that an earlier rule
 * has struck.
 */
interface Strikes {
  /**
   * The name of the operation that the rule is for, or a list of such names.
   * @default all operations; for `lost-task` and `twice`, both polls
   */
  readonly operation?: string | readonly string[]
  /**
   * How many requests the rule lets pass first.
   * @default 0
   */
  readonly after?: number
  /**
   * Which share of the other requests the rule strikes, from 0 to 1. Chance chooses them, and the same `faults.seed` the same ones.
   * @default 1
   */
  readonly rate?: number
  /**
   * How often the rule strikes at most.
   * @default no limit
   */
  readonly times?: number
}

/** A fault of a request whose kind says all there is to say. */
export interface PlainRule extends Strikes {
  readonly kind: 'throttling' | 'error500' | 'expired-credentials' | 'reset-before' | 'reset-after' | 'half-body' | 'hang'
}

/** A fault of SWF or of AWS's front end is answered, and the request is not carried out. */
export interface NamedFaultRule extends Strikes {
  readonly kind: 'fault'
  /** The name of the fault, like `LimitExceededFault` or `AccessDeniedException`. The HTTP status goes by the name. */
  readonly name: string
  /**
   * The text of the fault.
   * @default 'injected by LocalSwf'
   */
  readonly message?: string
}

/** The request is carried out immediately, and answered late. */
export interface LatencyRule extends Strikes {
  readonly kind: 'latency'
  /** How late the answer is, in milliseconds of the LocalSwf's clock: at most 2^31 − 1. */
  readonly latencyMs: number
}

/**
 * The request meets a server whose clock differs from the real time. The server refuses the request when it is signed for a time more
 * than five minutes from the server's own.
 */
export interface ClockSkewRule extends Strikes {
  readonly kind: 'clock-skew'
  /**
   * How far the server's clock is ahead of the real time, in milliseconds. It is negative when the clock is behind. It must be more
   * than five minutes either way.
   * @default 3_600_000
   */
  readonly skewMs?: number
}

/** A fault of a task that a poll is handed. Such a rule sees and counts tasks, not polls. */
export interface TaskRule extends Strikes {
  readonly kind: 'lost-task' | 'twice'
}

/** A rule that strikes requests. */
export type RequestRule = PlainRule | NamedFaultRule | LatencyRule | ClockSkewRule
/** A rule by which a LocalSwf misbehaves. */
export type FaultRule = RequestRule | TaskRule
/** The kind of a rule, which says what happens to what it strikes. */
export type FaultKind = FaultRule['kind']

/** How often each kind of fault was injected, by operation and kind. A kind that never was is missing. */
export type InjectedFaults = Readonly<Record<string, Readonly<Partial<Record<FaultKind, number>>>>>
