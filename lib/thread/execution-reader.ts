import type { JobFormat } from '../flow/formats/job-format.js'
import { DEFAULT_WORKFLOW } from '../flow/names.js'
import { OutcomeReader } from '../flow/history/outcome-reader.js'
import type { AnswerTo, FindOutcomeCall, FindStartCall, ListClosedCall } from '../protocol/messages.js'
import type { Outcome } from '../protocol/outcome.js'
import type { SwfClients } from '../swf/clients/create-clients.js'
import { classifyFault } from '../swf/faults/classify-fault.js'
import { Gate } from '../swf/clients/gate.js'
import { EVENTS_PER_PAGE, historyPages } from '../swf/polling/history-pages.js'

/** How many requests are sent at a time. All others wait for their turn. */
const MOST_REQUESTS = 16

/** How many executions a page of a list has. It is the most that SWF gives. */
const PAGE_SIZE = 1_000

/** Carries out the calls that read histories and lists of executions. */
export class ExecutionReader {
  readonly #clients: SwfClients
  readonly #domain: string
  readonly #format: JobFormat
  readonly #turns = new Gate(MOST_REQUESTS)

  constructor(clients: SwfClients, domain: string, format: JobFormat) {
    this.#clients = clients
    this.#domain = domain
    this.#format = format
  }

  /**
   * Finds out how a job ended.
   *
   * @throws the error that SWF answers with
   */
  findOutcome(call: FindOutcomeCall, withdrawn: AbortSignal): Promise<AnswerTo<FindOutcomeCall>> {
    return this.#inTurn(withdrawn, () => this.#outcomeOf(call, withdrawn))
  }

  /**
   * Finds out when an execution was started.
   *
   * @throws the error that SWF answers with
   */
  findStart({ workflowId, runId }: FindStartCall, abortSignal: AbortSignal): Promise<AnswerTo<FindStartCall>> {
    return this.#inTurn(abortSignal, async () => {
      try {
        const { events } = await this.#clients.answer.getWorkflowExecutionHistory(
          { domain: this.#domain, execution: { workflowId, runId }, maximumPageSize: 1 },
          { abortSignal },
        )
        return events?.[0]?.eventTimestamp?.getTime()
      } catch (error) {
        if (classifyFault(error).action === 'drop') return undefined
        throw error
      }
    })
  }

  /**
   * Lists executions that have closed.
   *
   * @throws the error that SWF answers with
   */
  listClosed({ since, pageToken }: ListClosedCall, withdrawn: AbortSignal): Promise<AnswerTo<ListClosedCall>> {
    return this.#inTurn(withdrawn, async () => {
      const { executionInfos = [], nextPageToken } = await this.#clients.answer.listClosedWorkflowExecutions(
        {
          domain: this.#domain,
          closeTimeFilter: { oldestDate: new Date(since) },
          typeFilter: { name: DEFAULT_WORKFLOW.name, version: DEFAULT_WORKFLOW.version },
          reverseOrder: true,
          maximumPageSize: PAGE_SIZE,
          nextPageToken: pageToken,
        },
        { abortSignal: withdrawn },
      )
      return {
        runIds: executionInfos.flatMap(({ execution }) => execution?.runId ?? []),
        until: executionInfos.at(-1)?.closeTimestamp?.getTime(),
        nextPageToken,
      }
    })
  }

  /** Reads the history backwards from its last event. That takes one page, unless a hundred events follow those of the job. */
  async #outcomeOf({ workflowId, runId }: FindOutcomeCall, abortSignal: AbortSignal): Promise<Outcome | 'open'> {
    const reader = new OutcomeReader(this.#format)
    const execution = { domain: this.#domain, execution: { workflowId, runId } }
    const request = { ...execution, reverseOrder: true, maximumPageSize: EVENTS_PER_PAGE }
    const pages = historyPages((nextPageToken) =>
      this.#clients.answer.getWorkflowExecutionHistory({ ...request, nextPageToken }, { abortSignal }),
    )
    try {
      for await (const events of pages) if (events.some((event) => reader.add(event))) break
    } catch (error) {
      // SWF keeps the history of a closed execution only for the retention period of the domain.
      if (classifyFault(error).action === 'drop') return 'open'
      throw error
    }
    return reader.outcome()
  }

  #inTurn<T>(withdrawn: AbortSignal, request: () => Promise<T>): Promise<T | 'denied'> {
    return this.#turns.through(async () => {
      try {
        return await request()
      } catch (error) {
        if (classifyFault(error).kind === 'denied') return 'denied'
        throw error
      }
    }, withdrawn)
  }
}
