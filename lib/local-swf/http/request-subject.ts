import type { Swf } from '../model/swf.js'
import { readTaskToken } from '../operations/tokens/task-token.js'
import { isPlainObject } from '../values/is-plain-object.js'

type Body = Readonly<Record<string, unknown>>

/** What a request is about, as `ServedRequest.subject` tells it. The request may be malformed. */
export function subjectOf(swf: Swf, operation: string | undefined, body: Body): string | undefined {
  const token = textIn(body, 'taskToken')
  if (token !== undefined)
    return subjectOfToken(swf, operation === 'RespondDecisionTaskCompleted' ? 'decision' : 'activity', token)
  const parts = [textIn(body, 'domain'), subjectIn(body)].filter((part) => part !== undefined)
  return parts.length > 0 ? parts.join('/') : undefined
}

function subjectOfToken(swf: Swf, kind: 'activity' | 'decision', token: string): string | undefined {
  try {
    const { execution, scheduledEventId } = readTaskToken(swf, kind, token)
    const name = `${execution.domain.name}/${execution.workflowId}`
    const activity = kind === 'activity' ? execution.activities.findScheduledBy(scheduledEventId) : undefined
    return activity ? `${name}/${activity.activityId} (${activity.activityType.name})` : name
  } catch {
    // The token is not one of ours. The answer tells that.
    return undefined
  }
}

/** The first of the members that say what a request is about. */
function subjectIn(body: Body): string | undefined {
  return (
    textIn(objectIn(body, 'execution'), 'workflowId') ??
    textIn(body, 'workflowId') ??
    typeIn(objectIn(body, 'workflowType')) ??
    typeIn(objectIn(body, 'activityType')) ??
    typeIn(body) ??
    textIn(objectIn(body, 'taskList'), 'name') ??
    textIn(body, 'resourceArn')
  )
}

/** The name of a domain, or the name and the version of a type. */
function typeIn(body: Body): string | undefined {
  const [name, version] = [textIn(body, 'name'), textIn(body, 'version')]
  return name !== undefined && version !== undefined ? `${name} ${version}` : name
}

function objectIn(body: Body, member: string): Body {
  const value = body[member]
  return isPlainObject(value) ? value : {}
}

function textIn(body: Body, member: string): string | undefined {
  const value = body[member]
  return typeof value === 'string' ? value : undefined
}
