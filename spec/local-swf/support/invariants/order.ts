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

/** Beside the decision task that a decider has, one waits at most. */
export function oneDecisionTaskWaitsAndOneIsStartedAtMost(history: RunHistory): void {
  const open = { scheduled: 0, started: 0 }
  for (const event of history.events) {
    const scheduledEventId = idIn(event, 'scheduledEventId')
    switch (event.eventType) {
      case 'DecisionTaskScheduled':
        if (open.scheduled > 0) throw broken(history, event, `comes while decision task ${open.scheduled} waits`)
        open.scheduled = event.eventId
        break
      case 'DecisionTaskStarted':
        if (open.started > 0) throw broken(history, event, `comes while decision task ${open.started} is started`)
        open.started = scheduledEventId
        open.scheduled = 0
        break
      case 'DecisionTaskCompleted':
      case 'DecisionTaskTimedOut':
        if (scheduledEventId === open.started) open.started = 0
        else if (scheduledEventId === open.scheduled) open.scheduled = 0
    }
  }
}
