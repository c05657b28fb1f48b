import { required, structure } from '../../validation/shape.js'
import * as shapes from '../../validation/shapes.js'
import { operation } from '../operation.js'
import { openPageToken, sealPageToken } from '../tokens/page-token.js'
import { pageMembers, pageSizeOf } from '../page.js'

const request = structure({
  domain: required(shapes.name),
  execution: required(shapes.execution),
  ...pageMembers,
})

/** Events that are written while a reader turns pages are on the last page, or, in reverse order, on no page. */
export const getWorkflowExecutionHistory = operation(request, (query, { swf }) => {
  const execution = swf.execution(swf.domain(query.domain), query.execution)
  swf.quotas.takeOperationOf(execution, 'GetWorkflowExecutionHistory')
  const { history, runId } = execution
  const { reverseOrder: reverse = false, nextPageToken } = query
  const scope = JSON.stringify(['GetWorkflowExecutionHistory', runId, reverse])
  const nowMs = swf.nowMs()
  const cursor = nextPageToken ? Number(openPageToken(scope, nowMs, nextPageToken)) : undefined
  const { events, nextEventId } = history.page({
    fromEventId: reverse ? 1 : (cursor ?? 1),
    untilEventId: reverse ? (cursor ?? history.lastEventId) : history.lastEventId,
    pageSize: pageSizeOf(query.maximumPageSize),
    reverse,
  })
  return { events, nextPageToken: nextEventId === undefined ? undefined : sealPageToken(scope, nowMs, String(nextEventId)) }
})
