import { broken, closingTypes, idIn, type RunHistory } from '../histories.js'

export function eventIdsAreDense(history: RunHistory): void {
  for (const [index, event] of history.events.entries()) {
    if (event.eventId !== index + 1) throw broken(history, event, `is in place ${index + 1}`)
  }
}

export function aHistoryBeginsWithItsStart(history: RunHistory): void {
  for (const [index, event] of history.events.entries()) {
    const isStart = event.eventType === 'WorkflowExecutionStarted'
    if (isStart !== (index === 0)) throw broken(history, event, `is in place ${index + 1}`)
  }
}

export function timeNeverGoesBack(history: RunHistory): void {
  let latestMs = -Infinity
  for (const event of history.events) {
    if (!(event.timestampMs >= latestMs)) throw broken(history, event, `at ${event.timestampMs}, after ${latestMs}`)
    latestMs = event.timestampMs
  }
}

export function nothingIsWrittenAfterTheClose(history: RunHistory): void {
  for (const event of history.events.slice(0, -1)) {
    if (closingTypes.has(event.eventType)) throw broken(history, event, 'is not the last event')
  }
}

export function oneDecisionTaskIsOpenAtMost(history: RunHistory): void {
  let openEventId = 0
  for (const event of history.events) {
    if (event.eventType === 'DecisionTaskScheduled') {
      if (openEventId > 0) throw broken(history, event, `comes while decision task ${openEventId} is open`)
      openEventId = event.eventId
    }
    const isEnd = event.eventType === 'DecisionTaskCompleted' || event.eventType === 'DecisionTaskTimedOut'
    if (isEnd && idIn(event, 'scheduledEventId') === openEventId) openEventId = 0
  }
}
