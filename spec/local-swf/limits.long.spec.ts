import { expect, it } from 'vitest'
import { ManualClock } from '../../lib/local-swf/index.js'
import { Domain } from '../../lib/local-swf/model/domain/domain.js'
import { Execution } from '../../lib/local-swf/model/execution/execution.js'
import { ParentLink } from '../../lib/local-swf/model/execution/parent-link.js'
import { terminate } from '../../lib/local-swf/model/execution/terminate.js'
import { Swf } from '../../lib/local-swf/model/swf.js'
import { marker } from './support/decisions.js'
import { decideBlindly, fill, lastEvents } from './support/full-history.js'
import { openExecutionsUpToTheLimit } from './support/open-executions-limit.js'
import { domain, TestSwf, workflowType } from './support/test-swf.js'

it('a domain takes no more than 100,000 open executions', () => {
  const { executions, startOneMore } = openExecutionsUpToTheLimit()
  expect(executions.openCount).toBe(100_000)
  expect(startOneMore).toThrow(/^Limit exceeded: 100000 /)
})

it('the 25,000th event of a history is the termination', async () => {
  const swf = await TestSwf.registered()
  const run = await swf.startRun()
  await fill(swf, run, 24_990)
  await swf.client.signalWorkflowExecution({ domain, ...run, signalName: 'wake' })
  await decideBlindly(swf, ...Array.from({ length: 100 }, () => marker('one too many')))
  expect(await lastEvents(swf, run, 2)).toMatchObject([
    { eventId: 24_999, eventType: 'MarkerRecorded' },
    { eventId: 25_000, eventType: 'WorkflowExecutionTerminated', attributes: { cause: 'EVENT_LIMIT_EXCEEDED' } },
  ])
})

/** Each is the child of the one before. */
function chain(swf: Swf, length: number): readonly Execution[] {
  const orders = new Domain({ name: domain, description: undefined, retentionPeriodInDays: '1' })
  const executions: Execution[] = []
  for (let index = 0; index < length; index++) {
    const last = executions.at(-1)
    const parent = last && new ParentLink(last, last.history.lastEventId)
    const child = Execution.start(swf, orders, {
      workflowId: `descendant-${index}`,
      workflowType,
      configuration: {
        taskList: 'deciders',
        taskPriority: undefined,
        executionStartToCloseTimeout: '100',
        taskStartToCloseTimeout: '10',
        childPolicy: 'TERMINATE',
        lambdaRole: undefined,
      },
      input: undefined,
      tagList: undefined,
      parent,
    })
    parent?.childStarted(child)
    executions.push(child)
  }
  return executions
}

it('a termination ends a chain of 5,000 descendants', () => {
  const swf = new Swf({ clock: new ManualClock() })
  const family = chain(swf, 5000)
  const [root] = family
  if (!root) throw new Error('no root')
  terminate(root, { cause: 'OPERATOR_INITIATED', reason: undefined, details: undefined })
  expect(family.filter(({ closeStatus }) => closeStatus === 'TERMINATED')).toHaveLength(5000)
  expect(swf.executionsOf(root.domain).openCount).toBe(0)
})
