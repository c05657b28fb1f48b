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

/** How long a start is tried for, in ms, from its first request; as long as SWF takes no more of them, that is no fault of its own. */
const PATIENCE_MS = 30_000
const BACK_OFF = { baseMs: 500, capMs: 5_000 }

/** As good as a request whose answer was lost: the thread that got the call before may have sent one. */
const THREAD_LOST = classifyFault(new Error('the worker thread ended before it was answered'))

/** Nobody waited for it any longer before its first turn. */
const NEVER_SENT: Fault = { ...classifyFault(new Error('it was given up before it was sent')), mayHaveTakenEffect: false }

/** Nothing was lost: who runs under the id is another. */
const NOTHING_TO_FIND: Search = { idIsTaken: true }

/** StartWorkflowExecution's input, with the members that a repetition needs. */
export type StartRequest = StartWorkflowExecutionInput & {
  readonly domain: string
  readonly workflowId: string
  readonly input: string
}

export interface ExecutionStartOptions {
  readonly clients: SwfClients
  readonly clock: Clock
  /** Of all starts. */
  readonly pace: StartPace
  readonly register: boolean
  /** Nobody waits for the answer any longer: what is not started yet is not tried again. */
  readonly withdrawn: AbortSignal
  /** When another thread, gone since, was asked for the same start, ms since the epoch; undefined if none was. */
  readonly sentAt?: number | undefined
  /** The runId, once the execution's result came: proof that it ran. */
  readonly resultCameFrom: () => string | undefined
}

/**
 * One start, until SWF has surely taken it or surely not. It is not safe to repeat blindly: SWF may have carried out a request whose
 * answer was lost. So each request is sent without the SDK's own retries, and after a loss the execution is looked for before another.
 */
export class ExecutionStart {
  readonly #request: StartRequest
  readonly #options: ExecutionStartOptions
  readonly #backOff = new BackOff(BACK_OFF)
  readonly #begunAt: number
  /** From when its patience counts, ms since the epoch. */
  #triedSince: number
  /** A request was lost that SWF may have carried out. */
  #mayRun = false
  /** Why it could not be looked for, at the last try. */
  #searchFault: Fault | undefined
  #registered = false
  #refreshed = false

  constructor(request: StartRequest, options: ExecutionStartOptions) {
    this.#request = request
    this.#options = options
    this.#begunAt = options.clock.now()
    this.#triedSince = this.#begunAt
  }

  /**
   * @returns the runId
   * @throws JobAlreadyRunningError, JobStartError
   */
  async run(): Promise<string> {
    let answer = this.#options.sentAt === undefined ? await this.#send(NEVER_SENT) : THREAD_LOST
    for (;;) {
      if (typeof answer === 'string') return answer
      this.#mayRun ||= answer.mayHaveTakenEffect
      const search = this.#mayRun ? await this.#find() : NOTHING_TO_FIND
      if (search?.runId !== undefined) return search.runId
      // On a repetition it may be our own first request that runs, and the lists are late: only another's is an answer.
      if (isAlreadyStarted(answer) && search?.idIsTaken) throw this.#alreadyRunning(answer)
      const delayMs = search !== undefined && isThrottled(answer) ? 0 : this.#backOff.fail()
      if (!(await this.#canRepeat(answer, delayMs))) throw this.#notStarted(answer)
      if (delayMs > 0) await sleep(delayMs, this.#options.clock, this.#options.withdrawn)
      const cameFrom = this.#options.resultCameFrom()
      if (cameFrom !== undefined) return cameFrom
      // A search that failed has found nothing out: it is repeated, not the request.
      if (search !== undefined) answer = await this.#send(answer)
      if (this.#options.withdrawn.aborted && typeof answer !== 'string') throw this.#notStarted(answer)
    }
  }

  /** @returns the answer; the one before if it is withdrawn before its turn */
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
    try {
      const { runId } = await this.#options.clients.start.startWorkflowExecution(this.#request)
      return typeof runId === 'string' ? runId : classifyFault(new NotSwfError('it answered a start without a runId'))
    } catch (error) {
      return classifyFault(error)
    }
  }

  /** @returns undefined if the search itself failed */
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

  /** While no others can be had there is nothing to be refused: they are asked for again. */
  async #refresh(): Promise<boolean> {
    if (this.#refreshed) return false
    this.#refreshed = await succeeds(this.#options.clients.refreshCredentials())
    return true
  }

  #alreadyRunning(fault: Fault): JobAlreadyRunningError {
    const { workflowId, domain } = this.#request
    return new JobAlreadyRunningError(
      workflowId,
      `An execution with the workflowId "${workflowId}" is open in ${domain} already; wait for its end, or give another \`workflow.id\``,
      {
        cause: fault.cause,
      },
    )
  }

  #notStarted(fault: Fault): JobStartError {
    const { workflowId, domain } = this.#request
    const unsearched = this.#searchFault ? `, and it could not be looked for: ${this.#searchFault.reason}` : ''
    const doubt = this.#mayRun ? ` It may run all the same: the answer to a request was lost${unsearched}.` : ''
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
