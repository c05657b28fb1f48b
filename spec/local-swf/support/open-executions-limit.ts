import type { Decision } from '../../../lib/local-swf/decisions/decision.js'
import { findDecision } from '../../../lib/local-swf/decisions/table.js'
import { ManualClock } from '../../../lib/local-swf/index.js'
import { Execution } from '../../../lib/local-swf/model/execution/execution.js'
import { OPEN_EXECUTIONS_LIMIT } from '../../../lib/local-swf/model/limits.js'
import { Swf } from '../../../lib/local-swf/model/swf.js'
import { registerDomain } from '../../../lib/local-swf/operations/domains/register-domain.js'
import { registerWorkflowType } from '../../../lib/local-swf/operations/types/register-workflow-type.js'
import { startWorkflowExecution } from '../../../lib/local-swf/operations/executions/start-workflow-execution.js'
import { readRequest } from '../../../lib/local-swf/validation/shape.js'
import { domain, workflowType } from './test-swf.js'

const configuration = {
  taskList: 'deciders',
  taskPriority: undefined,
  executionStartToCloseTimeout: '100',
  taskStartToCloseTimeout: '10',
  childPolicy: 'ABANDON',
  lambdaRole: undefined,
} as const

/**
 * Fills a domain with open executions, up to one less than the limit; then one of them starts two children. Over HTTP so many would
 * take minutes: these are the same operations and decisions without it.
 */
export function openExecutionsUpToTheLimit() {
  const swf = new Swf({ clock: new ManualClock() })
  const call = { swf, region: 'us-east-1', accountId: '123456789012', isDisconnected: () => false, onDisconnect: () => {} }
  void registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '1' }, call)
  const defaults = {
    defaultTaskList: { name: 'deciders' },
    defaultTaskStartToCloseTimeout: '10',
    defaultExecutionStartToCloseTimeout: '100',
    defaultChildPolicy: 'ABANDON',
  }
  void registerWorkflowType({ domain, ...workflowType, ...defaults }, call)
  const orders = swf.domain(domain)
  const start = (workflowId: string): Execution =>
    Execution.start(swf, orders, { workflowId, workflowType, configuration, input: undefined, tagList: undefined })

  const parent = start('parent')
  for (let count = 2; count < OPEN_EXECUTIONS_LIMIT; count++) start(`order-${count}`)
  const task = parent.decisionTask?.start(undefined)
  if (!task) throw new Error('no decision task')
  const shape = findDecision('StartChildWorkflowExecution')
  if (!shape) throw new Error('no such decision')
  const child = (workflowId: string): Decision => readRequest(shape, { workflowId, workflowType })
  parent.turns.complete(task, {
    decisions: ['child-1', 'child-2'].map((id) => (context) => child(id).apply(parent, { ...context, swf })),
    executionContext: undefined,
    taskList: undefined,
    taskListScheduleToStartTimeout: undefined,
  })

  const { events } = parent.history.page({ fromEventId: 5, untilEventId: 6, pageSize: 2, reverse: false })
  const startOneMore = () => startWorkflowExecution({ domain, workflowId: 'one more', workflowType }, call)
  return { executions: swf.executionsOf(orders), events, startOneMore }
}
