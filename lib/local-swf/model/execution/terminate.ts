import type { EventAttributes } from '../events/event-attributes.js'
import type { ChildPolicy } from '../events/parts.js'

type Termination = Omit<EventAttributes['WorkflowExecutionTerminated'], 'childPolicy'>

/** What a termination and a child policy need of an execution, and of its children. */
interface TerminableExecution {
  readonly configuration: { readonly childPolicy: ChildPolicy }
  /** The open children, by the event that initiated them; undefined for a child that has not started. */
  readonly children: Iterable<readonly [number, TerminableExecution | undefined]> & { delete(initiatedEventId: number): unknown }
  record(eventType: 'WorkflowExecutionTerminated', attributes: EventAttributes['WorkflowExecutionTerminated']): unknown
  requestCancel(sender: undefined, cause: 'CHILD_POLICY_APPLIED'): void
  close(outcome: { readonly status: 'TERMINATED' }): void
}

/** Ends an execution that its decider did not end. Its own child policy applies unless another one is given. */
export function terminate(
  execution: TerminableExecution,
  termination: Termination,
  childPolicy = execution.configuration.childPolicy,
): void {
  close(execution, termination, childPolicy)
  applyChildPolicy(execution, childPolicy)
}

/**
 * Ends or cancels the children of an execution that was terminated or timed out. (Documented for these two only, so that the children
 * of an execution that its decider closed go on.) The children of a terminated child come under the policy of that child, and so on
 * downwards: a queue, because such a chain may be longer than the stack. A request to cancel names the policy as its cause and no
 * execution as its sender (chosen).
 */
export function applyChildPolicy(parent: TerminableExecution, childPolicy: ChildPolicy): void {
  const orphaned = [{ parent, childPolicy }]
  for (const { parent: ended, childPolicy: policy } of orphaned) {
    for (const child of takeRunningChildren(ended)) {
      if (policy === 'REQUEST_CANCEL') child.requestCancel(undefined, 'CHILD_POLICY_APPLIED')
      if (policy !== 'TERMINATE') continue
      const own = child.configuration.childPolicy
      close(child, { cause: 'CHILD_POLICY_APPLIED', reason: undefined, details: undefined }, own)
      orphaned.push({ parent: child, childPolicy: own })
    }
  }
}

function close(execution: TerminableExecution, termination: Termination, childPolicy: ChildPolicy): void {
  execution.record('WorkflowExecutionTerminated', { ...termination, childPolicy })
  execution.close({ status: 'TERMINATED' })
}

/** The children that run. A child that was initiated when its parent's history was full is forgotten, and never starts (chosen). */
function takeRunningChildren(parent: TerminableExecution): readonly TerminableExecution[] {
  const running: TerminableExecution[] = []
  for (const [initiatedEventId, child] of parent.children) {
    if (child) running.push(child)
    else parent.children.delete(initiatedEventId)
  }
  return running
}
