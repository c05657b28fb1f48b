import type { EventAttributes } from '../events/event-attributes.js'
import type { ChildPolicy } from '../events/parts.js'
import type { Execution } from './execution.js'

type Termination = Omit<EventAttributes['WorkflowExecutionTerminated'], 'childPolicy'>

/** Ends an execution from outside; its own child policy applies where no other is given. */
export function terminate(
  execution: Execution,
  termination: Termination,
  childPolicy = execution.configuration.childPolicy,
): void {
  close(execution, termination, childPolicy)
  applyChildPolicy(execution, childPolicy)
}

/**
 * What becomes of the children of an execution that was terminated or timed out (documented: of no other, so that the children of
 * one that its decider closed go on). A terminated child's own children come under its own policy, and so on: a queue, since
 * such a chain may be longer than the stack. A request to cancel names the policy as its cause, and no execution (chosen).
 */
export function applyChildPolicy(parent: Execution, childPolicy: ChildPolicy): void {
  const orphaned = [{ parent, childPolicy }]
  for (const { parent: ended, childPolicy: policy } of orphaned) {
    for (const child of childrenOf(ended)) {
      if (policy === 'REQUEST_CANCEL') child.requestCancel(undefined, 'CHILD_POLICY_APPLIED')
      if (policy !== 'TERMINATE') continue
      const own = child.configuration.childPolicy
      close(child, { cause: 'CHILD_POLICY_APPLIED', reason: undefined, details: undefined }, own)
      orphaned.push({ parent: child, childPolicy: own })
    }
  }
}

function close(execution: Execution, termination: Termination, childPolicy: ChildPolicy): void {
  execution.record('WorkflowExecutionTerminated', { ...termination, childPolicy })
  execution.close({ status: 'TERMINATED' })
}

/** Those that run. One that is initiated only, when its parent's history was full, is not started any more (chosen). */
function childrenOf(parent: Execution): readonly Execution[] {
  const running: Execution[] = []
  for (const [initiatedEventId, child] of parent.children) {
    if (child) running.push(child)
    else parent.children.delete(initiatedEventId)
  }
  return running
}
