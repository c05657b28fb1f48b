import { Execution, newRunId } from '../model/execution/execution.js'
import { optional, structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { configureStart, startMembers } from './start-configuration.js'
import { decision } from './decision.js'

const attributes = structure({ ...startMembers, workflowTypeVersion: optional(shapes.optionalVersion) })

/** A member that is left out comes from the type's defaults, not from the execution that is continued (API reference). */
export const continueAsNewWorkflowExecution = decision({
  attributes,
  unhandled: 'UNHANDLED_DECISION',
  apply(next, execution, { swf, decisionTaskCompletedEventId }) {
    const { domain, workflowId, parent } = execution
    const version = next.workflowTypeVersion || execution.workflowType.version
    const workflowType = { name: execution.workflowType.name, version }
    const configuration = configureStart(next, workflowType, domain)
    if (typeof configuration === 'string') return configuration
    const { input, tagList } = next
    const runId = newRunId()
    execution.record('WorkflowExecutionContinuedAsNew', {
      ...configuration,
      workflowType,
      taskList: { name: configuration.taskList },
      input,
      tagList,
      newExecutionRunId: runId,
      decisionTaskCompletedEventId,
    })
    execution.closeByDecision({ status: 'CONTINUED_AS_NEW' })
    const continuedExecutionRunId = execution.runId
    const properties = { workflowId, workflowType, configuration, input, tagList, runId, continuedExecutionRunId, parent }
    const nextRun = Execution.start(swf, domain, properties)
    parent?.continuedBy(nextRun)
    return undefined
  },
  recordFailure: (execution, failure) => execution.record('ContinueAsNewWorkflowExecutionFailed', failure),
})
