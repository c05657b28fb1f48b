import type { StartWorkflowExecutionInput } from '@aws-sdk/client-swf'
import { sleep, type Clock } from '../base/clock.js'
import { JobAlreadyRunningError, JobStartError } from '../errors/index.js'
import { BackOff } from '../base/back-off.js'
import type { SwfClients } from '../swf/clients/create-clients.js'
import { classifyFault, type Fault } from '../swf/faults/classify-fault.js'
import { NotSwfError } from '../swf/faults/fault-table.js'
import { registerResultTypes } from '../swf/registration/registration.js'
import { findExecution, type Search } from './find-execution.js'
import { isThrottled, type StartPace } from './start-pace.js'

/** How long a start is tried, in ms from its first request. Time in which SWF takes no more starts from anybody does not count. */
const PATIENCE_MS = 30_000
const BACK_OFF = { baseMs: 500, capMs: 5_000 }

/** Stands for the answer if an earlier thread had the call. It may have sent a request, whose answer is lost then. */
const THREAD_LOST = classifyFault(new Error('the worker thread ended before it was answered'))

/** Stands for the answer if the call was withdrawn before its first turn. */
const NEVER_SENT: Fault = { ...classifyFault(new Error('it was given up before it was sent')), mayHaveTakenEffect: false }

/** Stands for the search if no request was lost. An execution that is open under the id is another one then. */
const NOTHING_TO_FIND: Search = { idIsTaken: true }

/** The input of StartWorkflowExecution, with the members that a repetition needs. */
export type StartExecutionInput = StartWorkflowExecutionInput & {
  readonly domain: string
  readonly workflowId: string
  readonly input: string
}

/** What is known of the call for which an execution is started. */
export interface StartContext {
  /** Its abort says that nobody waits for the answer any longer. A start that was not taken is not tried again then. */
  readonly withdrawn: AbortSignal
  /** Whether an earlier thread was about to send the same start to SWF when it died. */
  readonly maybeCarriedOut: boolean
  /** Is called each time before a request is sent. */
  readonly sending: () => void
}

interface StartAttemptOptions extends StartContext {
  readonly clients: SwfClients
  readonly clock: Clock
  /** The pace that all starts share. */
  readonly pace: StartPace
  readonly register: boolean
  /** Returns the runId once a result of the execution has come, which proves that the execution was started. */
  readonly resultCameFrom: () => string | undefined
}

/**
 * The attempt to start one execution, with as many requests as it takes. A request must not be repeated blindly, since SWF may have
 * carried out one whose answer was lost. So each request is sent without the SDK's own retries, and after a loss the execution is looked
 * for before another request is sent.
 */
export class StartAttempt {
  readonly #request: StartExecutionInput
  readonly #options: StartAttemptOptions
  readonly #backOff = new BackOff(BACK_OFF)
  /** The moment from which the time of the attempt counts, in ms since the epoch. */
  #triedSince: number
  /** Whether SWF may have carried out a request whose answer was lost. */
  #mayRun = false
  /** Why the last search for the execution failed, if it did. */
  #searchFault: Fault | undefined
  #registered = false
  #refreshed = false

  constructor(request: StartExecutionInput, options: StartAttemptOptions) {
    this.#request = request
    this.#options = options
    this.#triedSince = options.clock.now()
  }

  /**
   * @returns the runId
   * @throws JobAlreadyRunningError, JobStartError
   */
  async run(): Promise<string> {
    let answer = this.#options.maybeCarriedOut ? THREAD_LOST : await this.#send(NEVER_SENT)
    for (;;) {
      if (typeof answer === 'string') return answer
      this.#mayRun ||= answer.mayHaveTakenEffect
      const search = this.#mayRun ? await this.#find() : NOTHING_TO_FIND
      if (search?.runId !== undefined) return search.runId
      // If a request was repeated, the open execution may be our own, which the late lists do not show yet. Only another's is an answer.
      if (isAlreadyStarted(answer) && search?.idIsTaken) throw this.#alreadyRunning(answer)
      const delayMs = search !== undefined && isThrottled(answer) ? 0 : this.#backOff.fail()
      if (!(await this.#canRepeat(answer, delayMs))) throw this.#notStarted(answer)
      if (delayMs > 0) await sleep(delayMs, this.#options.clock, this.#options.withdrawn)
      const cameFrom = this.#options.resultCameFrom()
      if (cameFrom !== undefined) return cameFrom
      // A search that failed proves nothing, so the search is repeated and not the request.
      if (search !== undefined) answer = await this.#send(answer)
      if (this.#options.withdrawn.aborted && typeof answer !== 'string') throw this.#notStarted(answer)
    }
  }

  /** @returns the answer, or the answer before it if the call is withdrawn before its turn */
  async #send(before: Fault): Promise<string | Fault> {
    const { pace, clock, withdrawn } = this.#options
    const readyAt = clock.now()
    const answer = await pace.send(async () => {
      this.#triedSince += clock.now() - readyAt
      return this.#options.resultCameFrom() ?? this.#ask()
    }, withdrawn)
    if (typeof answer === 'object' && isThrottled(answer)) this.#triedSince = clock.now()
    return answer ?? before
  }

  async #ask(): Promise<string | Fault> {
    this.#options.sending()
    try {
      const { runId } = await this.#options.clients.start.startWorkflowExecution(this.#request)
      return typeof runId === 'string' ? runId : classifyFault(new NotSwfError('it answered a start without a runId'))
    } catch (error) {
      return classifyFault(error)
    }
  }

  /** @returns what the search found; undefined if the search itself failed */
  async #find(): Promise<Search | undefined> {
    try {
      return await findExecution(this.#options.clients.answer, this.#request)
    } catch (error) {
      this.#searchFault = classifyFault(error)
      return undefined
    }
  }

  async #canRepeat(fault: Fault, delayMs: number): Promise<boolean> {
    const { withdrawn, clock } = this.#options
    if (withdrawn.aborted || clock.now() + delayMs - this.#triedSince > PATIENCE_MS) return false
    switch (fault.action) {
      case 'retry':
      case 'back-off':
        return true
      case 'register':
        return this.#register()
      case 'refresh-credentials':
        return this.#refresh()
      case 'drop':
        return false
      case 'give-up':
        return isAlreadyStarted(fault)
    }
  }

  async #register(): Promise<boolean> {
    const { register, clients } = this.#options
    if (!register || this.#registered) return false
    this.#registered = true
    return succeeds(registerResultTypes(clients.answer, this.#request.domain))
  }

  /** Credentials are refreshed once. If no new ones can be had, they are asked for again at the next refusal. */
  async #refresh(): Promise<boolean> {
    if (this.#refreshed) return false
    this.#refreshed = await succeeds(this.#options.clients.refreshCredentials())
    return true
  }

  #alreadyRunning(fault: Fault): JobAlreadyRunningError {
    const { workflowId, domain } = this.#request
    return new JobAlreadyRunningError(
      workflowId,
      `An execution with the workflowId "${workflowId}" is already open in ${domain}; wait for its end, or give another \`workflow.id\``,
      {
        cause: fault.cause,
      },
    )
  }

  #notStarted(fault: Fault): JobStartError {
    const { workflowId, domain } = this.#request
    const unsearched = this.#searchFault ? `, and the search for its execution failed: ${this.#searchFault.reason}` : ''
    const doubt = this.#mayRun ? ` It may run all the same, since the answer to a request was lost${unsearched}.` : ''
    return new JobStartError(workflowId, `The job "${workflowId}" was not started in ${domain}: ${fault.reason}.${doubt}`, {
      cause: fault.cause,
    })
  }
}

function isAlreadyStarted({ name }: Fault): boolean {
  return name === 'WorkflowExecutionAlreadyStartedFault'
}

function succeeds(attempt: Promise<unknown>): Promise<boolean> {
  return attempt.then(
    () => true,
    () => false,
  )
}
