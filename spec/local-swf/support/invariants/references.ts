import { broken, idIn, innerTextIn, textIn, type Histories, type RecordedEvent, type RunHistory } from '../histories.js'
import { referencesOf, type Reference } from './reference-table.js'

/** Members that name an event end like this. */
const referencePattern = /EventId$/

/** Every id that an event carries names an earlier event of the right type, in the right history; 0 only where that is allowed. */
export function eachReferenceHolds(history: RunHistory, histories: Histories): void {
  for (const event of history.events) {
    const references = referencesOf(event.eventType)
    for (const member of Object.keys(event.attributes)) {
      if (referencePattern.test(member) && !references[member]) throw broken(history, event, `${member} is not expected`)
    }
    for (const [member, reference] of Object.entries(references)) check(history, histories, event, member, reference)
  }
}

function check(history: RunHistory, histories: Histories, event: RecordedEvent, member: string, reference: Reference): void {
  const { isOptional = false, mayBeZero, to, same = [], inHistoryOf } = reference
  if (event.attributes[member] === undefined && isOptional) return
  const eventId = event.attributes[member]
  if (typeof eventId !== 'number') throw broken(history, event, `${member} is missing`)
  if (eventId === 0) {
    if (mayBeZero?.(event, history)) return
    throw broken(history, event, `${member} is 0`)
  }
  if (inHistoryOf !== undefined && event.attributes[inHistoryOf] === undefined) {
    throw broken(history, event, `${member} is in the history of nobody`)
  }
  const home = inHistoryOf === undefined ? history : histories.get(innerTextIn(event, inHistoryOf, 'runId'))
  if (!home) throw broken(history, event, `${member} is in no history that there is`)
  const target = home.events[eventId - 1]
  if (!target || !to.includes(target.eventType)) {
    throw broken(history, event, `${member} names ${target?.eventType ?? 'nothing'}, not ${to.join(' or ')}`)
  }
  if (home === history && eventId >= event.eventId) throw broken(history, event, `${member} names a later event`)
  for (const shared of same) {
    if (event.attributes[shared] !== target.attributes[shared]) {
      throw broken(history, event, `${shared} is not that of event ${eventId}`)
    }
  }
}

/** What a batch of decisions led to names that batch, not an older one. */
export function decisionsNameTheLatestBatch(history: RunHistory): void {
  let latestEventId = 0
  for (const event of history.events) {
    if (event.eventType === 'DecisionTaskCompleted') latestEventId = event.eventId
    const { decisionTaskCompletedEventId: named } = event.attributes
    if (named !== undefined && named !== latestEventId) throw broken(history, event, `the latest batch is ${latestEventId}`)
  }
}

/** A child knows the decision that started it, and its workflowId is what was decided. */
export function aChildIsWhatItsParentDecided(history: RunHistory, histories: Histories): void {
  const [start] = history.events
  if (!start || start.attributes['parentWorkflowExecution'] === undefined) return
  const parent = histories.get(innerTextIn(start, 'parentWorkflowExecution', 'runId'))
  const initiated = parent?.events[idIn(start, 'parentInitiatedEventId') - 1]
  if (initiated?.attributes['workflowId'] !== history.workflowId) throw broken(history, start, 'was not decided by its parent')
}

/** The two runs name each other. */
export function aContinuedRunKnowsItsNext(history: RunHistory, histories: Histories): void {
  const [start] = history.events
  const previousRunId = start ? textIn(start, 'continuedExecutionRunId') : ''
  if (previousRunId !== '') {
    const last = histories.get(previousRunId)?.events.at(-1)
    if (last?.attributes['newExecutionRunId'] !== history.runId)
      throw broken(history, start, 'is not the next of its previous run')
  }
  const last = history.events.at(-1)
  if (last?.eventType !== 'WorkflowExecutionContinuedAsNew') return
  const [next] = histories.get(textIn(last, 'newExecutionRunId'))?.events ?? []
  if (next?.attributes['continuedExecutionRunId'] !== history.runId) throw broken(history, last, 'has no next run')
}
