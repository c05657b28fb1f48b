import { validationFault } from '../faults.js'
import type { Execution } from '../model/execution.js'
import type { ExecutionIndex } from '../model/execution-index.js'
import { pageToken, readPageToken } from '../model/page-token.js'
import { optional, required, structure } from '../validation/shape.js'
import { closeStatus, name, pageSize, pageToken as pageTokenText, reverseOrder, tag, timeFilter } from '../validation/shapes.js'
import { text } from '../validation/scalars.js'
import { executionInfo } from './execution-info.js'
import { pageSizeOf } from './page.js'

/** The members that both lists have. */
export const listMembers = {
  domain: required(name),
  startTimeFilter: optional(timeFilter),
  executionFilter: optional(structure({ workflowId: required(name) })),
  typeFilter: optional(structure({ name: required(name), version: optional(text({ maximum: 64 })) })),
  tagFilter: optional(structure({ tag: required(tag) })),
  nextPageToken: optional(pageTokenText),
  maximumPageSize: optional(pageSize),
  reverseOrder: optional(reverseOrder),
}

const closedListRequest = structure({
  ...listMembers,
  closeTimeFilter: optional(timeFilter),
  closeStatusFilter: optional(structure({ status: required(closeStatus) })),
})
