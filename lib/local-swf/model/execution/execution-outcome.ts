import type { EventType } from '../events/event-attributes.js'

/** How an execution ended, with what its parent is told. */
export type Ending =
  | { readonly status: 'COMPLETED'; readonly result: string | undefined }
  | { readonly status: 'FAILED'; readonly reason: string | undefined; readonly details: string | undefined }
  | { readonly status: 'CANCELED'; readonly details: string | undefined }
  | { readonly status: 'TERMINATED' }
  | { readonly status: 'TIMED_OUT' }
  | { readonly status: 'CONTINUED_AS_NEW' }

export type CloseStatus = Ending['status']

/** In the order of SWF's own error messages. */
export const closeStatuses = [
  'COMPLETED',
  'FAILED',
  'CANCELED',
  'TERMINATED',
  'CONTINUED_AS_NEW',
  'TIMED_OUT',
] as const satisfies readonly CloseStatus[]

export const closingEvents: ReadonlySet<EventType> = new Set([
  'WorkflowExecutionCompleted',
  'WorkflowExecutionFailed',
  'WorkflowExecutionCanceled',
  'WorkflowExecutionTerminated',
  'WorkflowExecutionTimedOut',
  'WorkflowExecutionContinuedAsNew',
])
