import { Execution } from '../model/execution/execution.js'
import { OPEN_CHILDREN_LIMIT, OPEN_EXECUTIONS_LIMIT } from '../model/limits.js'
import { ParentLink } from '../model/execution/parent-link.js'
import { optional, required, structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { configureStart, startMembers } from './start-configuration.js'
import { decision } from './decision.js'

const attributes = structure({
  ...startMembers,
  workflowType: required(shapes.type),
  workflowId: required(shapes.newName),
  control: optional(shapes.data),
})

export const startChildWorkflowExecution = decision({
  rateExceeded: 'CHILD_CREATION_RATE_EXCEEDED',
  attributes,
  apply(child, execution, { swf, decisionTaskCompletedEventId }) {
    const { domain, children } = execution
    const executions = swf.executionsOf(domain)
    const { workflowId, workflowType, input, tagList, control } = child
    const configuration = configureStart(child, workflowType, domain)
    if (typeof configuration === 'string') return configuration
    if (children.size >= OPEN_CHILDREN_LIMIT) return 'OPEN_CHILDREN_LIMIT_EXCEEDED'
    if (executions.openCount + countUnstarted(children) >= OPEN_EXECUTIONS_LIMIT) return 'OPEN_WORKFLOWS_LIMIT_EXCEEDED'
    const initiatedEventId = execution.record('StartChildWorkflowExecutionInitiated', {
      ...configuration,
      workflowId,
      workflowType,
      taskList: { name: configuration.taskList },
      input,
      tagList,
      control,
      decisionTaskCompletedEventId,
    })
    if (!execution.isOpen) return undefined
    children.set(initiatedEventId, undefined)
    execution.turns.afterBatch(() => {
      if (!children.has(initiatedEventId)) return
      if (executions.findOpen(workflowId)) {
        children.delete(initiatedEventId)
        const cause = 'WORKFLOW_ALREADY_RUNNING'
        const failure = { cause, decisionTaskCompletedEventId, initiatedEventId, workflowId, workflowType, control } as const
        execution.record('StartChildWorkflowExecutionFailed', failure)
        return execution.wakeDecider()
      }
      const parent = new ParentLink(execution, initiatedEventId)
      parent.childStarted(Execution.start(swf, domain, { workflowId, workflowType, configuration, input, tagList, parent }))
    })
    return undefined
  },
  recordFailure: (execution, failure, { workflowId, workflowType, control }) =>
    execution.record('StartChildWorkflowExecutionFailed', { ...failure, workflowId, workflowType, control, initiatedEventId: 0 }),
})

/** How many children start only once the batch is applied. They count for the domain's limit already. */
function countUnstarted(children: Execution['children']): number {
  let count = 0
  for (const child of children.values()) if (!child) count += 1
  return count
}
