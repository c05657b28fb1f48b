import type { Deadline } from '../../time/deadlines.js'
import { durationMs } from '../../time/durations.js'
import type { TaskExecution } from './task-execution.js'

export interface TimerProperties {
  readonly timerId: string
  readonly control: string | undefined
  /** The time until the timer fires, in whole seconds as text. */
  readonly startToFireTimeout: string
}

/** What a timer needs of its execution. */
interface TimerExecution extends TaskExecution {
  readonly timers: { delete(timerId: string): void }
}

/** One timer of an execution, from the decision that starts it until it fires or is canceled. */
export class WorkflowTimer {
  readonly #execution: TimerExecution
  readonly #timerId: string
  readonly #startedEventId: number
  readonly #deadline: Deadline

  constructor(execution: TimerExecution, properties: TimerProperties, decisionTaskCompletedEventId: number) {
    this.#execution = execution
    this.#timerId = properties.timerId
    this.#startedEventId = execution.record('TimerStarted', { ...properties, decisionTaskCompletedEventId })
    const atMs = execution.nowMs() + durationMs(properties.startToFireTimeout)
    this.#deadline = execution.deadlineAt(atMs, () => this.#fire())
    if (execution.isOpen) execution.workload.noteTimerStart(this)
  }

  cancel(decisionTaskCompletedEventId: number): void {
    this.close()
    this.#execution.timers.delete(this.#timerId)
    const attributes = { timerId: this.#timerId, startedEventId: this.#startedEventId, decisionTaskCompletedEventId }
    this.#execution.record('TimerCanceled', attributes)
  }

  close(): void {
    this.#deadline.cancel()
    this.#execution.workload.noteTimerEnd(this)
  }

  #fire(): void {
    this.#execution.workload.noteTimerEnd(this)
    this.#execution.timers.delete(this.#timerId)
    this.#execution.record('TimerFired', { timerId: this.#timerId, startedEventId: this.#startedEventId })
    this.#execution.wakeDecider()
  }
}
