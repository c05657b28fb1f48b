import type { DecidedBy, FailedDecision, Optional } from './parts.js'

export interface TimerEvents {
  TimerStarted: DecidedBy & {
    readonly timerId: string
    readonly control: Optional<string>
    readonly startToFireTimeout: string
  }
  StartTimerFailed: FailedDecision<'TIMER_ID_ALREADY_IN_USE' | 'OPEN_TIMERS_LIMIT_EXCEEDED' | 'TIMER_CREATION_RATE_EXCEEDED'> & {
    readonly timerId: string
  }
  TimerFired: { readonly timerId: string; readonly startedEventId: number }
  TimerCanceled: DecidedBy & { readonly timerId: string; readonly startedEventId: number }
  CancelTimerFailed: FailedDecision<'TIMER_ID_UNKNOWN'> & { readonly timerId: string }
}
