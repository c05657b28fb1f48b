import { vi } from 'vitest'
import { ManualClock } from '../../../lib/local-swf/index.js'
import { DomainExecutions } from '../../../lib/local-swf/model/visibility/domain-executions.js'
import { Swf } from '../../../lib/local-swf/model/swf.js'
import type { Answer } from '../../../lib/local-swf/operations/operation.js'
import { findOperation } from '../../../lib/local-swf/operations/table.js'
import { domain, workflowType } from './test-swf.js'

type Send = (operation: string, body: object) => Answer

/** Limits that so many requests reach that they are made without HTTP: each sends the one that is too many. */
export const beyondLimits: Readonly<Record<string, (send: Send) => Answer>> = {
  PollForActivityTask: (send) => beyondPollers(send, 'PollForActivityTask'),
  PollForDecisionTask: (send) => beyondPollers(send, 'PollForDecisionTask'),
  RegisterActivityType: (send) => beyondTypes(send, 'RegisterActivityType'),
  RegisterWorkflowType: (send) => beyondTypes(send, 'RegisterWorkflowType'),
  StartWorkflowExecution(send) {
    const defaults = {
      defaultTaskList: { name: 'deciders' },
      defaultTaskStartToCloseTimeout: '30',
      defaultChildPolicy: 'TERMINATE',
    }
    void send('RegisterWorkflowType', { domain, ...workflowType, ...defaults, defaultExecutionStartToCloseTimeout: '60' })
    // 100,000 executions would take the memory of a small machine: they are only counted.
    const counted = vi.spyOn(DomainExecutions.prototype, 'openCount', 'get').mockReturnValue(100_000)
    try {
      return send('StartWorkflowExecution', { domain, workflowType, workflowId: 'order-1' })
    } finally {
      counted.mockRestore()
    }
  },
}

/** Sends requests to a new Swf with a domain, as they come from HTTP. */
export function sender(): Send {
  const swf = new Swf({ clock: new ManualClock(0) })
  swf.registerDomain({ name: domain, description: undefined, retentionPeriodInDays: '7' })
  const call = { swf, region: 'us-east-1', accountId: '123456789012', isDisconnected: () => false, onDisconnect: () => {} }
  return (operation, body) => findOperation(operation)(body, call)
}

function beyondPollers(send: Send, operation: string): Answer {
  const poll = { domain, taskList: { name: 'idle' } }
  for (let poller = 1; poller <= 1000; poller += 1) void send(operation, poll)
  return send(operation, poll)
}

function beyondTypes(send: Send, operation: string): Answer {
  const register = (number: number): Answer => send(operation, { domain, name: `type ${number}`, version: '1' })
  for (let number = 1; number <= 10_000; number += 1) void register(number)
  return register(10_001)
}
