import type { EventAttributes } from '../events/event-attributes.js'
import type { ChildPolicy, ExecutionName } from '../events/parts.js'

/** The execution that sends a signal or a request to cancel. */
export interface Sender {
  readonly execution: ExecutionName
  /** The event in the history of the sender that initiated it; 0 when the child policy did. */
  readonly initiatedEventId: number
}

type Termination = Omit<EventAttributes['WorkflowExecutionTerminated'], 'childPolicy'>

/** What a termination and a child policy need of an execution, and of its children. */
interface TerminableExecution {
  readonly name: ExecutionName
  readonly configuration: { readonly childPolicy: ChildPolicy }
  /** The open children, by the event that initiated them; undefined for a child that has not started. */
  readonly children: Iterable<readonly [number, TerminableExecution | undefined]> & { delete(initiatedEventId: number): unknown }
  record(eventType: 'WorkflowExecutionTerminated', attributes: EventAttributes['WorkflowExecutionTerminated']): unknown
  requestCancel(sender: Sender, cause: 'CHILD_POLICY_APPLIED'): void
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
 * Ends or cancels the children of an execution that is closed, whatever closed it: a termination or a timeout (documented), its decider
 * (recorded of a completion). The children of a terminated child come under the policy of that child, and so on downwards: a queue,
 * because such a chain may be longer than the stack. A request to cancel names the parent as its sender (recorded).
 */
export function applyChildPolicy(parent: TerminableExecution, childPolicy: ChildPolicy): void {
  const orphaned = [{ parent, childPolicy }]
  for (const { parent: ended, childPolicy: policy } of orphaned) {
    for (const child of takeRunningChildren(ended)) {
      if (policy === 'REQUEST_CANCEL') child.requestCancel({ execution: ended.name, initiatedEventId: 0 }, 'CHILD_POLICY_APPLIED')
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
