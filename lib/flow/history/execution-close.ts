import type { EventType, HistoryEvent } from '@aws-sdk/client-swf'
import type { CloseStatus } from '../../errors/index.js'

/** How an execution closed. */
export interface ExecutionClose {
  readonly closeStatus: CloseStatus | 'COMPLETED' | 'CONTINUED_AS_NEW'
  readonly reason?: string | undefined
  readonly details?: string | undefined
  readonly result?: string | undefined
}

/**
 * Reads how an execution closed.
 *
 * @returns undefined for an event that does not close the execution
 */
export function executionCloseOf(event: HistoryEvent): ExecutionClose | undefined {
  return event.eventType && CLOSES[event.eventType]?.(event)
}

const CLOSES: { readonly [Type in EventType]?: (event: HistoryEvent) => ExecutionClose } = {
  WorkflowExecutionCompleted: ({ workflowExecutionCompletedEventAttributes: completed }) => ({
    closeStatus: 'COMPLETED',
    result: completed?.result,
  }),
  WorkflowExecutionFailed: ({ workflowExecutionFailedEventAttributes: failed }) => ({
    closeStatus: 'FAILED',
    reason: failed?.reason,
    details: failed?.details,
  }),
  WorkflowExecutionTimedOut: () => ({ closeStatus: 'TIMED_OUT' }),
  WorkflowExecutionTerminated: ({ workflowExecutionTerminatedEventAttributes: terminated }) => ({
    closeStatus: 'TERMINATED',
    reason: terminated?.reason ?? terminated?.cause,
  }),
  WorkflowExecutionCanceled: ({ workflowExecutionCanceledEventAttributes: canceled }) => ({
    closeStatus: 'CANCELED',
    reason: canceled?.details,
  }),
  WorkflowExecutionContinuedAsNew: () => ({ closeStatus: 'CONTINUED_AS_NEW' }),
}
