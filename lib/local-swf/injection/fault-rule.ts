/** When a rule strikes. It sees the requests of its operations that no rule before it has struck, in the order in which they come. */
interface Strikes {
  /**
   * The operations that it is for, by SWF's names.
   * @default all; for `lost-task` and `twice`, both polls
   */
  readonly operation?: string | readonly string[]
  /**
   * How many it lets go by first.
   * @default 0
   */
  readonly after?: number
  /**
   * Which share of the others it strikes, from 0 to 1: by chance, and the same ones for the same `faults.seed`.
   * @default 1
   */
  readonly rate?: number
  /**
   * How often it strikes at most.
   * @default no limit
   */
  readonly times?: number
}

/** Befalls a request, and needs no more to be said. */
export interface PlainRule extends Strikes {
  readonly kind: 'throttling' | 'error500' | 'expired-credentials' | 'reset-before' | 'reset-after' | 'half-body' | 'hang'
}

/** Any fault of SWF or of AWS's front end, in place of the answer; the request is not carried out. */
export interface NamedFaultRule extends Strikes {
  readonly kind: 'fault'
  /** Like `LimitExceededFault` or `AccessDeniedException`. The HTTP status goes by it. */
  readonly name: string
  /** @default 'injected by LocalSwf' */
  readonly message?: string
}

/** The request is carried out at once, and answered late. */
export interface LatencyRule extends Strikes {
  readonly kind: 'latency'
  /** Milliseconds of the LocalSwf's clock, at most 2^31 − 1. */
  readonly latencyMs: number
}

/** The request meets a server whose clock is another: refused if it is signed for a time more than five minutes from it. */
export interface ClockSkewRule extends Strikes {
  readonly kind: 'clock-skew'
  /**
   * How far the server is ahead of the real time, in milliseconds; negative when it is behind. More than five minutes either way.
   * @default 3_600_000
   */
  readonly skewMs?: number
}

/** Befalls a task that a poll is handed: what the rule sees are tasks, not polls. */
export interface TaskRule extends Strikes {
  readonly kind: 'lost-task' | 'twice'
}

export type RequestRule = PlainRule | NamedFaultRule | LatencyRule | ClockSkewRule
export type FaultRule = RequestRule | TaskRule
export type FaultKind = FaultRule['kind']

/** How often what was injected, by operation and kind: what never was is missing. */
export type InjectedFaults = Readonly<Record<string, Readonly<Partial<Record<FaultKind, number>>>>>
