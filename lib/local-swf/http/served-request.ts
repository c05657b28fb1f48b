import type { FaultKind } from '../injection/fault-rule.js'

/** A request that LocalSwf has served or refused. Its texts come from the client: they may be long and contain any characters. */
export interface ServedRequest {
  /** The operation that the client named, like `PollForActivityTask`. It need not be one of SWF's. Undefined when the client named none. */
  readonly operation: string | undefined
  /** The region that the request is signed for. Undefined when it is not signed, or was refused before its signature was read. */
  readonly region: string | undefined
  /**
   * What the operation is about: `domain`, `domain/workflowId`, `domain/task list` or `domain/type version`. For a task token it is
   * `domain/workflowId`, or `domain/workflowId/activityId (type)` when the activity is open. Undefined when it cannot be told.
   */
  readonly subject: string | undefined
  /**
   * The HTTP status of the answer. Undefined when no answer got out, because the client had disconnected, the server was stopped, or an
   * injected fault kept the answer back.
   */
  readonly status: number | undefined
  /** The fault that was answered, if one was. Its name is SWF's, like `UnknownResourceFault`, or HTTP's, like `Forbidden`. */
  readonly fault?: { readonly name: string; readonly message: string }
  /** The kind of fault that was injected, if one was. The answer then was not SWF's, or did not arrive as SWF gave it. */
  readonly injected?: FaultKind
  /** The time from the call to the answer, so how long a poll was held: in milliseconds, by the clock that ends polls. */
  readonly heldMs: number
}
