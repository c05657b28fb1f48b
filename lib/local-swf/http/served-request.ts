import type { FaultKind } from '../injection/fault-rule.js'

/** A request that LocalSwf has served, or refused. Its texts are the client's: they may be long, and hold any characters. */
export interface ServedRequest {
  /** As the client named it, like `PollForActivityTask`, be it one of SWF's or not; undefined when it named none. */
  readonly operation: string | undefined
  /** What the request is signed for; undefined when it is not signed, or was not looked at so far. */
  readonly region: string | undefined
  /**
   * What the operation is about: `domain`, `domain/workflowId`, `domain/task list`, `domain/type version`, or, of a task token,
   * `domain/workflowId` and for an activity that is open `domain/workflowId/activityId (type)`. Undefined when that cannot be told.
   */
  readonly subject: string | undefined
  /** Of the HTTP answer; undefined when none got out, because the client had gone, the server was stopped, or an injected fault kept it back. */
  readonly status: number | undefined
  /** What was answered instead of a result. The name is SWF's, like `UnknownResourceFault`, or HTTP's, like `Forbidden`. */
  readonly fault?: { readonly name: string; readonly message: string }
  /** What was injected, if anything was: the answer is not SWF's, or did not arrive as SWF gave it. */
  readonly injected?: FaultKind
  /** From the call to the answer, in milliseconds of the clock that ends polls: how long a poll was held. */
  readonly heldMs: number
}
