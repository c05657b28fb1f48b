import type { Deadline } from './deadlines.js'
import { durationMs } from './durations.js'
import type { Execution } from './execution.js'

export interface TimerProperties {
  readonly timerId: string
  readonly control: string | undefined
  /** Whole seconds, as text. */
  readonly startToFireTimeout: string
}

/** A timer that a decision started. */
export class WorkflowTimer {
  readonly #execution: Execution
  readonly #timerId: string
  readonly #startedEventId: number
  readonly #deadline: Deadline

  constructor(execution: Execution, properties: TimerProperties, decisionTaskCompletedEventId: number) {
    this.#execution = execution
    this.#timerId = properties.timerId
    this.#startedEventId = execution.record('TimerStarted', { ...properties, decisionTaskCompletedEventId })
    const atMs = execution.swf.nowMs() + durationMs(properties.startToFireTimeout)
    this.#deadline = execution.deadlineAt(atMs, () => this.#fire())
  }

  cancel(decisionTaskCompletedEventId: number): void {
    this.close()
    this.#execution.timers.delete(this.#timerId)
    const attributes = { timerId: this.#timerId, startedEventId: this.#startedEventId, decisionTaskCompletedEventId }
    this.#execution.record('TimerCanceled', attributes)
  }

  close(): void {
    this.#deadline.cancel()
  }

  #fire(): void {
    this.#execution.timers.delete(this.#timerId)
    this.#execution.record('TimerFired', { timerId: this.#timerId, startedEventId: this.#startedEventId })
    this.#execution.wakeDecider()
  }
}
