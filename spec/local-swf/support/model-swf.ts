import { ManualClock } from '../../../lib/local-swf/index.js'
import type { Domain } from '../../../lib/local-swf/model/domain/domain.js'
import { Execution, type ExecutionProperties } from '../../../lib/local-swf/model/execution/execution.js'
import { Swf } from '../../../lib/local-swf/model/swf.js'
import type { DomainExecutions } from '../../../lib/local-swf/model/visibility/domain-executions.js'
import { terminate } from '../../../lib/local-swf/model/execution/terminate.js'

const configuration = {
  taskList: 'deciders',
  taskPriority: undefined,
  executionStartToCloseTimeout: '31536000',
  taskStartToCloseTimeout: '30',
  childPolicy: 'TERMINATE',
  lambdaRole: undefined,
} as const

/** The model classes without HTTP, on a manual clock, with one domain. */
export class ModelSwf {
  readonly clock = new ManualClock(1_800_000_000_250)
  readonly swf = new Swf({ clock: this.clock })
  readonly domain: Domain

  constructor({ retentionPeriodInDays = '7' } = {}) {
    this.domain = this.addDomain('orders', retentionPeriodInDays)
  }

  addDomain(name: string, retentionPeriodInDays: string): Domain {
    this.swf.registerDomain({ name, description: undefined, retentionPeriodInDays })
    return this.swf.domain(name)
  }

  get executions(): DomainExecutions {
    return this.swf.executionsOf(this.domain)
  }

  start(workflowId: string, overrides: Partial<ExecutionProperties> = {}, domain = this.domain): Execution {
    const workflowType = { name: 'order', version: '1' }
    const properties = { workflowId, workflowType, configuration, input: undefined, tagList: undefined, ...overrides }
    return Execution.start(this.swf, domain, properties)
  }
}

export function close(execution: Execution): void {
  terminate(execution, { reason: undefined, details: undefined, cause: 'OPERATOR_INITIATED' })
}
