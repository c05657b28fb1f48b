import type { EventType } from './events.js'

/** How an execution ended, with what its parent is told. */
export type Ending =
  | { readonly status: 'COMPLETED'; readonly result: string | undefined }
  | { readonly status: 'FAILED'; readonly reason: string | undefined; readonly details: string | undefined }
  | { readonly status: 'CANCELED'; readonly details: string | undefined }
  | { readonly status: 'TERMINATED' }
  | { readonly status: 'TIMED_OUT' }
  | { readonly status: 'CONTINUED_AS_NEW' }

export type CloseStatus = Ending['status']

export const closingEvents: ReadonlySet<EventType> = new Set([
  'WorkflowExecutionCompleted',
  'WorkflowExecutionFailed',
  'WorkflowExecutionCanceled',
  'WorkflowExecutionTerminated',
  'WorkflowExecutionTimedOut',
  'WorkflowExecutionContinuedAsNew',
])
