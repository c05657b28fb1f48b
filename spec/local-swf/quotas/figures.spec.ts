import { expect, it } from 'vitest'
import { documentedQuotas } from '../../../lib/local-swf/quotas/figures.js'
import { operationNames } from '../../../lib/local-swf/operations/table.js'

/** Names by their figures, `size/refill`. */
function byFigure(figures: object): Record<string, string[]> {
  const grouped: Record<string, string[]> = {}
  for (const [name, figure] of Object.entries(figures)) (grouped[String(figure).replace(',', '/')] ??= []).push(name)
  return grouped
}

// Developer guide, Amazon SWF quotas.
it('the quotas of operations are the documented ones', () => {
  const { operations } = documentedQuotas
  expect(Object.keys(operations).toSorted()).toEqual(operationNames.toSorted())
  const { '200/6': administration, ...others } = byFigure(operations)
  expect(others).toEqual({
    '2000/200': [
      'PollForActivityTask',
      'PollForDecisionTask',
      'RespondActivityTaskCanceled',
      'RespondActivityTaskCompleted',
      'RespondActivityTaskFailed',
      'RespondDecisionTaskCompleted',
      'StartWorkflowExecution',
    ],
    '2000/160': ['RecordActivityTaskHeartbeat'],
    '2000/60': ['GetWorkflowExecutionHistory', 'TerminateWorkflowExecution'],
    '2000/30': ['RequestCancelWorkflowExecution', 'SignalWorkflowExecution'],
    '2000/6': [
      'CountClosedWorkflowExecutions',
      'CountOpenWorkflowExecutions',
      'DescribeActivityType',
      'DescribeWorkflowExecution',
      'DescribeWorkflowType',
    ],
    '200/60': ['RegisterActivityType', 'RegisterWorkflowType'],
    '200/48': ['ListOpenWorkflowExecutions'],
    '100/6': ['DeprecateDomain', 'ListDomains', 'RegisterDomain', 'UndeprecateDomain'],
    '50/30': ['ListTagsForResource', 'TagResource', 'UntagResource'],
  })
  expect(administration).toHaveLength(12)
})

it('so are those of decisions, and of one execution', () => {
  expect(byFigure(documentedQuotas.decisions)).toEqual({
    '1200/120': ['RequestCancelExternalWorkflowExecution', 'SignalExternalWorkflowExecution'],
    '1000/200': ['ScheduleActivityTask'],
    '500/12': ['StartChildWorkflowExecution'],
    '2000/200': ['StartTimer'],
  })
  expect(byFigure(documentedQuotas.executionOperations)).toEqual({
    '400/200': ['GetWorkflowExecutionHistory'],
    '1000/1000': ['RecordActivityTaskHeartbeat', 'SignalWorkflowExecution'],
    '200/200': ['RequestCancelWorkflowExecution'],
  })
})
