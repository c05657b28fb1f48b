import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { Outcome, ResultOutcome } from '../../protocol/outcome.js'
import type { SerializedError } from '../../errors/serialized-error.js'
import { executionCloseOf, type ExecutionClose } from './execution-close.js'
import { FlowFormatError } from '../flow-format-error.js'
import type { JobFormat } from '../formats/job-format.js'
import { RESULT_ACTIVITY } from '../names.js'
import { rubyException, type RubyException } from '../ruby-values/index.js'
import { failedOutcome, activityEndOf, type ActivityEnd, type ActivityOutcome } from './activity-end.js'
import { notScheduledMessage, scheduleActivityTaskFailedException } from '../failures/activity-task-exceptions.js'

/**
 * Reads the history of an execution of the default workflow, from the last event backwards, and says how the job ended. The first of
 * these that the history has is the outcome:
 *
 * 1. The result of the job step, if its last run completed. It counts whatever else happened.
 * 2. The failure of the job. If a result task was scheduled, it is the failure in the input of that task. If not, it is the failure of the
 *    job step's last run, provided that the execution is closed and no retry was due.
 * 3. How the execution closed.
 */
export class OutcomeReader {
  readonly #format: JobFormat
  readonly #ends = new Map<number, ActivityEnd>()
  #close: ExecutionClose | undefined
  #resultInput: string | undefined
  #retryWasDue = false
  /** The outcome of the job step's last run; undefined if that run did not end. */
  #last: ActivityOutcome | undefined
  #isComplete = false

  constructor(format: JobFormat) {
    this.#format = format
  }

  /**
   * Takes in the next event, from the last one backwards.
   *
   * @param event - is the event before the one that was taken in last
   * @returns true if earlier events would change nothing
   */
  add(event: HistoryEvent): boolean {
    this.#close ??= executionCloseOf(event)
    const end = activityEndOf(event, this.#format)
    if (end) this.#ends.set(end.scheduledEventId, end)
    if (event.eventType === 'TimerStarted') this.#retryWasDue = true
    if (event.activityTaskScheduledEventAttributes) this.#scheduled(event)
    if (event.scheduleActivityTaskFailedEventAttributes) this.#notScheduled(event)
    return this.#isComplete
  }

  /** Says how the job ended. It is `open` while that is not certain. */
  outcome(): Outcome | 'open' {
    if (this.#last?.status === 'completed') return this.#completed(this.#last.result)
    const sent = this.#sentOutcome()
    if (sent !== undefined) return sent
    if (this.#close === undefined) return 'open'
    const failed = this.#last && this.#asSent(this.#last.exception)
    if (failed && !this.#retryWasDue) return failed
    return this.#closed(this.#close, failed?.status === 'failed' ? failed.failure : undefined)
  }

  #scheduled({ eventId = 0, activityTaskScheduledEventAttributes: scheduled }: HistoryEvent): void {
    if (scheduled?.activityType?.name === RESULT_ACTIVITY.name) {
      this.#resultInput ??= scheduled.input
    } else {
      this.#last = this.#ends.get(eventId)?.outcomeOf(scheduled?.activityId ?? '')
      this.#isComplete = true
    }
  }

  #notScheduled({ eventId = 0, scheduleActivityTaskFailedEventAttributes: refused }: HistoryEvent): void {
    const { activityId = '', activityType, cause = '' } = refused ?? {}
    if (activityType?.name === RESULT_ACTIVITY.name) return
    const message = notScheduledMessage(activityType, cause)
    this.#last = failedOutcome(scheduleActivityTaskFailedException({ eventId, activityId }, cause, message))
    this.#isComplete = true
  }

  #completed(result: string): ResultOutcome {
    try {
      return { status: 'completed', value: this.#format.load(result) }
    } catch (error) {
      if (!(error instanceof FlowFormatError)) throw error
      return this.#asSent(rubyException('StandardError', `The job succeeded, but its result cannot be read: ${error.message}`))
    }
  }

  #sentOutcome(): ResultOutcome | undefined {
    try {
      return this.#resultInput === undefined ? undefined : this.#format.decodeResultInput(this.#resultInput).outcome
    } catch (error) {
      if (error instanceof FlowFormatError) return undefined
      throw error
    }
  }

  #closed(close: ExecutionClose, lastFailure: SerializedError | undefined): Outcome | 'open' {
    const { closeStatus, reason, details, result = this.#format.dump(null) } = close
    switch (closeStatus) {
      case 'COMPLETED':
        return this.#completed(result)
      case 'CONTINUED_AS_NEW':
        return 'open'
      case 'FAILED':
        return { status: 'closed', closeStatus, reason, failure: this.#format.decodeError(reason, details) }
      case 'TIMED_OUT':
      case 'TERMINATED':
      case 'CANCELED':
        return { status: 'closed', closeStatus, reason, failure: lastFailure }
    }
  }

  /** The failure as a result task would bring it. It goes through the same text, so that it is exactly the same. */
  #asSent(exception: RubyException): ResultOutcome {
    return this.#format.decodeResultInput(this.#format.encodeFailureInput('', exception)).outcome
  }
}
