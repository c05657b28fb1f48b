import { openCounts } from '../../model/execution/open-counts.js'
import { required, structure } from '../../validation/shape.js'
import * as shapes from '../../validation/shapes.js'
import { executionInfo } from './execution-info.js'
import { operation } from '../operation.js'

const request = structure({ domain: required(shapes.name), execution: required(shapes.execution) })

export const describeWorkflowExecution = operation(request, ({ domain, execution: name }, { swf }) => {
  const execution = swf.execution(swf.domain(domain), name)
  const { configuration, latestActivityTaskAtMs } = execution
  return {
    executionInfo: executionInfo(execution),
    executionConfiguration: { ...configuration, taskList: { name: configuration.taskList } },
    openCounts: openCounts(execution),
    latestActivityTaskTimestamp: latestActivityTaskAtMs === undefined ? undefined : latestActivityTaskAtMs / 1000,
    latestExecutionContext: execution.latestExecutionContext,
  }
})
