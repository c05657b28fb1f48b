import type { EventType } from '../events/event-attributes.js'

/** How an execution ended, with what its parent learns of it. */
export type ExecutionOutcome =
  | { readonly status: 'COMPLETED'; readonly result: string | undefined }
  | { readonly status: 'FAILED'; readonly reason: string | undefined; readonly details: string | undefined }
  | { readonly status: 'CANCELED'; readonly details: string | undefined }
  | { readonly status: 'TERMINATED' }
  | { readonly status: 'TIMED_OUT' }
  | { readonly status: 'CONTINUED_AS_NEW' }

export type CloseStatus = ExecutionOutcome['status']

/** Every close status, in the order in which SWF's own error messages name them. */
export const closeStatuses = [
  'COMPLETED',
  'FAILED',
  'CANCELED',
  'TERMINATED',
  'CONTINUED_AS_NEW',
  'TIMED_OUT',
] as const satisfies readonly CloseStatus[]

/** The events that close an execution. */
export const closingEvents: ReadonlySet<EventType> = new Set([
  'WorkflowExecutionCompleted',
  'WorkflowExecutionFailed',
  'WorkflowExecutionCanceled',
  'WorkflowExecutionTerminated',
  'WorkflowExecutionTimedOut',
  'WorkflowExecutionContinuedAsNew',
])
