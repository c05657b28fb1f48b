import { broken, idIn, type RecordedEvent, type RunHistory } from '../histories.js'

/** Something that one event opens and another closes, with the member of the latter that names the former. */
interface Kind {
  readonly opens: string
  readonly starts?: string
  readonly closes: readonly string[]
  readonly by: 'scheduledEventId' | 'startedEventId' | 'initiatedEventId'
}

const child = 'ChildWorkflowExecution'

export const kinds = {
  decisionTask: {
    opens: 'DecisionTaskScheduled',
    starts: 'DecisionTaskStarted',
    closes: ['DecisionTaskCompleted', 'DecisionTaskTimedOut'],
    by: 'scheduledEventId',
  },
  activity: {
    opens: 'ActivityTaskScheduled',
    starts: 'ActivityTaskStarted',
    closes: ['ActivityTaskCompleted', 'ActivityTaskFailed', 'ActivityTaskTimedOut', 'ActivityTaskCanceled'],
    by: 'scheduledEventId',
  },
  timer: { opens: 'TimerStarted', closes: ['TimerFired', 'TimerCanceled'], by: 'startedEventId' },
  child: {
    opens: `Start${child}Initiated`,
    starts: `${child}Started`,
    closes: [
      `Start${child}Failed`,
      `${child}Completed`,
      `${child}Failed`,
      `${child}Canceled`,
      `${child}TimedOut`,
      `${child}Terminated`,
    ],
    by: 'initiatedEventId',
  },
  lambda: {
    opens: 'LambdaFunctionScheduled',
    starts: 'LambdaFunctionStarted',
    closes: ['StartLambdaFunctionFailed', 'LambdaFunctionCompleted', 'LambdaFunctionFailed', 'LambdaFunctionTimedOut'],
    by: 'scheduledEventId',
  },
  signal: {
    opens: 'SignalExternalWorkflowExecutionInitiated',
    closes: ['SignalExternalWorkflowExecutionFailed', 'ExternalWorkflowExecutionSignaled'],
    by: 'initiatedEventId',
  },
  cancelRequest: {
    opens: 'RequestCancelExternalWorkflowExecutionInitiated',
    closes: ['RequestCancelExternalWorkflowExecutionFailed', 'ExternalWorkflowExecutionCancelRequested'],
    by: 'initiatedEventId',
  },
} as const satisfies Readonly<Record<string, Kind>>

export type KindName = keyof typeof kinds

export interface OpenThing {
  readonly opened: RecordedEvent
  readonly started: RecordedEvent | undefined
}

/** What the history opened and has not closed, by the event that opened it. Whether the execution is closed does not matter here. */
export function openThings(history: RunHistory, name: KindName): ReadonlyMap<number, OpenThing> {
  const { opens, closes, by, starts }: Kind = kinds[name]
  const open = new Map<number, OpenThing>()
  for (const event of history.events) {
    if (event.eventType === opens) open.set(event.eventId, { opened: event, started: undefined })
    const thing = open.get(idIn(event, by))
    if (thing && event.eventType === starts) open.set(thing.opened.eventId, { ...thing, started: event })
    if (thing && closes.includes(event.eventType)) open.delete(thing.opened.eventId)
  }
  return open
}

/** A decision that failed at once closes nothing: it names event 0. */
export function eachThingClosesOnce(history: RunHistory): void {
  for (const { closes, by } of Object.values<Kind>(kinds)) {
    const closed = new Set<number>()
    for (const event of history.events.filter(({ eventType }) => closes.includes(eventType))) {
      const openedEventId = idIn(event, by)
      if (closed.has(openedEventId)) throw broken(history, event, 'closes what was closed already')
      if (openedEventId > 0) closed.add(openedEventId)
    }
  }
}

export function eachThingStartsOnceAndBeforeItsEnd(history: RunHistory): void {
  for (const { starts, closes, by } of Object.values<Kind>(kinds)) {
    const over = new Set<number>()
    for (const event of history.events) {
      const isStart = event.eventType === starts
      if (isStart && over.has(idIn(event, by))) throw broken(history, event, 'starts what was started or closed already')
      if (isStart || closes.includes(event.eventType)) over.add(idIn(event, by))
    }
  }
}
