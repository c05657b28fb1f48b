import type { Deadline } from '../../time/deadlines.js'
import { durationMs } from '../../time/durations.js'
import type { Execution } from '../execution/execution.js'

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
    if (execution.isOpen) execution.swf.workload.timerStarted(this)
  }

  cancel(decisionTaskCompletedEventId: number): void {
    this.close()
    this.#execution.timers.delete(this.#timerId)
    const attributes = { timerId: this.#timerId, startedEventId: this.#startedEventId, decisionTaskCompletedEventId }
    this.#execution.record('TimerCanceled', attributes)
  }

  close(): void {
    this.#deadline.cancel()
    this.#execution.swf.workload.timerEnded(this)
  }

  #fire(): void {
    this.#execution.swf.workload.timerEnded(this)
    this.#execution.timers.delete(this.#timerId)
    this.#execution.record('TimerFired', { timerId: this.#timerId, startedEventId: this.#startedEventId })
    this.#execution.wakeDecider()
  }
}
