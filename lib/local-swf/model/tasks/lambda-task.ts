import { describeError } from '../../values/thrown-error.js'
import type { Deadline } from '../../time/deadlines.js'
import { durationMs } from '../../time/durations.js'
import type { LambdaFunctions } from './lambda-functions.js'
import type { TaskExecution } from './task-execution.js'

export interface LambdaProperties {
  readonly id: string
  readonly name: string
  readonly control: string | undefined
  readonly input: string | undefined
  /** The timeout in whole seconds, as text. */
  readonly startToCloseTimeout: string | undefined
}

/** The documented default, in seconds (API reference, ScheduleLambdaFunctionDecisionAttributes). */
const DEFAULT_START_TO_CLOSE_TIMEOUT = '900'
/** The documented limits, in characters (API reference, LambdaFunctionCompletedEventAttributes and LambdaFunctionFailedEventAttributes). */
const LARGEST_RESULT = 32_768
const LARGEST_REASON = 256

/** What a Lambda function call needs of its execution. */
interface LambdaExecution extends TaskExecution {
  readonly lambdaFunctions: LambdaFunctions
  readonly lambdas: { delete(id: string): void }
}

/** One call of a Lambda function, from its scheduling to its end. */
export class LambdaTask {
  readonly #execution: LambdaExecution
  readonly #properties: LambdaProperties
  readonly #scheduledEventId: number
  #startedEventId = 0
  #deadline: Deadline | undefined
  #isOver = false

  constructor(execution: LambdaExecution, properties: LambdaProperties, decisionTaskCompletedEventId: number) {
    this.#execution = execution
    this.#properties = properties
    this.#scheduledEventId = execution.record('LambdaFunctionScheduled', { ...properties, decisionTaskCompletedEventId })
  }

  /** Calls the function, or, when there is a refusal, records that the call was refused. The refusal is the text for the event. */
  start(refusal: string | undefined): void {
    if (this.#isOver) return
    const execution = this.#execution
    const scheduledEventId = this.#scheduledEventId
    if (refusal !== undefined) {
      execution.record('StartLambdaFunctionFailed', { scheduledEventId, cause: 'ASSUME_ROLE_FAILED', message: refusal })
      return this.#end()
    }
    this.#startedEventId = execution.record('LambdaFunctionStarted', { scheduledEventId })
    if (!execution.isOpen) return
    const timeoutMs = durationMs(this.#properties.startToCloseTimeout || DEFAULT_START_TO_CLOSE_TIMEOUT)
    this.#deadline = execution.deadlineAt(execution.nowMs() + timeoutMs, () => this.#timeOut())
    void this.#run()
  }

  close(): void {
    this.#isOver = true
    this.#deadline?.cancel()
    this.#execution.workload.noteEnd(this)
  }

  async #run(): Promise<void> {
    const { name, input } = this.#properties
    const { lambdaFunctions, workload } = this.#execution
    workload.noteWork(this)
    try {
      // The function may do anything to the server, even reset it, and must not do so in the middle of a batch's effects.
      await Promise.resolve()
      if (this.#isOver) return
      const result = await lambdaFunctions.call(name, input)
      this.#complete(result)
    } catch (error) {
      this.#fail(error)
    } finally {
      workload.noteEnd(this)
    }
  }

  #complete(result: string | undefined): void {
    if (this.#isOver) return
    if (result !== undefined && result.length > LARGEST_RESULT) {
      return this.#fail(new RangeError(`the result has ${result.length} characters, more than ${LARGEST_RESULT}`))
    }
    this.#execution.record('LambdaFunctionCompleted', { ...this.#eventIds(), result })
    this.#end()
  }

  /** How Lambda words a failure for SWF is not documented. Chosen: the error's name, and the object with which Lambda itself answers. */
  #fail(error: unknown): void {
    if (this.#isOver) return
    const { name, message } = describeError(error)
    const reason = name.slice(0, LARGEST_REASON)
    const details = JSON.stringify({ errorType: name, errorMessage: message }).slice(0, LARGEST_RESULT)
    this.#execution.record('LambdaFunctionFailed', { ...this.#eventIds(), reason, details })
    this.#end()
  }

  #timeOut(): void {
    this.#execution.record('LambdaFunctionTimedOut', { ...this.#eventIds(), timeoutType: 'START_TO_CLOSE' })
    this.#end()
  }

  #eventIds() {
    return { scheduledEventId: this.#scheduledEventId, startedEventId: this.#startedEventId }
  }

  #end(): void {
    this.close()
    this.#execution.lambdas.delete(this.#properties.id)
    this.#execution.wakeDecider()
  }
}
