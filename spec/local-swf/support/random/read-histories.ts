import { BrokenInvariant, type Histories, type RecordedEvent, type RunHistory } from '../histories.js'
import type { Described } from '../invariants/state.js'
import { domain } from './names.js'
import type { Answered, Port } from './port.js'

/** Events are read again and again: each is converted once. */
const converted = new WeakMap<object, RecordedEvent>()

export function recordedEvent(event: object): RecordedEvent {
  let recorded = converted.get(event)
  if (!recorded) {
    const { eventId, eventType, eventTimestamp, ...rest } = { ...event } as Readonly<Record<string, unknown>>
    const attributes = Object.values(rest).find(isObject) ?? {}
    recorded = { eventId: Number(eventId), eventType: String(eventType), timestampMs: timeMs(eventTimestamp), attributes }
    // What is recorded must never change: a write to it fails, and the step with it.
    for (const part of [event, attributes]) Object.freeze(part)
    converted.set(event, recorded)
  }
  return recorded
}

export async function readHistories(port: Port): Promise<Histories> {
  const histories = new Map<string, RunHistory>()
  for (const operation of ['ListOpenWorkflowExecutions', 'ListClosedWorkflowExecutions']) {
    const query = { domain, startTimeFilter: { oldestDate: 0 } }
    for (const info of await readPages(port, operation, query, 'executionInfos')) {
      const execution = isObject(info['execution']) ? info['execution'] : {}
      const { workflowId, runId } = { workflowId: String(execution['workflowId']), runId: String(execution['runId']) }
      const events = await readPages(port, 'GetWorkflowExecutionHistory', { domain, execution: { workflowId, runId } }, 'events')
      histories.set(runId, { workflowId, runId, events: events.map(recordedEvent) })
    }
  }
  return histories
}

export async function describe(port: Port, { workflowId, runId }: RunHistory): Promise<Described> {
  const { executionInfo, openCounts } = await answerOf(port, 'DescribeWorkflowExecution', {
    domain,
    execution: { workflowId, runId },
  })
  if (!isObject(executionInfo) || !isObject(openCounts)) throw new BrokenInvariant(`run ${runId} is not described`)
  const { executionStatus, closeStatus } = executionInfo
  const counts = Object.entries(openCounts).map(([name, count]) => [name, Number(count)] as const)
  return {
    executionStatus: String(executionStatus),
    closeStatus: typeof closeStatus === 'string' ? closeStatus : undefined,
    openCounts: Object.fromEntries(counts),
  }
}

/** How many tasks wait in each list. */
export async function countPending(
  port: Port,
  operation: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const pending = new Map<string, number>()
  for (const name of names) {
    const { count } = await answerOf(port, operation, { domain, taskList: { name } })
    pending.set(name, Number(count))
  }
  return pending
}

async function answerOf(port: Port, operation: string, body: object): Promise<Answered> {
  const { answer, fault } = await port.read(operation, body)
  if (!answer) throw new BrokenInvariant(`${operation} ${JSON.stringify(body)} is refused: ${fault}`)
  return answer
}

async function readPages(port: Port, operation: string, query: object, member: string): Promise<Answered[]> {
  const read: Answered[] = []
  let nextPageToken: unknown
  do {
    const page = await answerOf(port, operation, { ...query, nextPageToken })
    if (Array.isArray(page[member])) read.push(...page[member].filter(isObject))
    nextPageToken = page['nextPageToken']
  } while (nextPageToken !== undefined)
  return read
}

export function isObject(value: unknown): value is Answered {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function timeMs(time: unknown): number {
  return time instanceof Date ? time.getTime() : Math.round(Number(time) * 1000)
}
