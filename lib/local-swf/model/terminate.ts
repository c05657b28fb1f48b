import { applyChildPolicy } from './child-policy.js'
import type { EventAttributes } from './events.js'
import type { Execution } from './execution.js'

type Termination = Omit<EventAttributes['WorkflowExecutionTerminated'], 'childPolicy'>

/** Ends an execution from outside; its own child policy applies where no other is given. */
export function terminate(
  execution: Execution,
  termination: Termination,
  childPolicy = execution.configuration.childPolicy,
): void {
  execution.record('WorkflowExecutionTerminated', { ...termination, childPolicy })
  execution.close({ status: 'TERMINATED' })
  applyChildPolicy(execution, childPolicy)
}
