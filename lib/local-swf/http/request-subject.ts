import type { Swf } from '../model/swf.js'
import { taskNamed } from '../operations/tokens/task-token.js'
import { isObject } from '../validation/shape.js'

type Body = Readonly<Record<string, unknown>>

/** What a request is about, for people: see ServedRequest. The request may be a wrong one. */
export function subjectOf(swf: Swf, operation: string | undefined, body: Body): string | undefined {
  const token = textIn(body, 'taskToken')
  if (token !== undefined)
    return subjectOfToken(swf, operation === 'RespondDecisionTaskCompleted' ? 'decision' : 'activity', token)
  const parts = [textIn(body, 'domain'), subjectIn(body)].filter((part) => part !== undefined)
  return parts.length > 0 ? parts.join('/') : undefined
}

function subjectOfToken(swf: Swf, kind: 'activity' | 'decision', token: string): string | undefined {
  try {
    const { execution, scheduledEventId } = taskNamed(swf, kind, token)
    const name = `${execution.domain.name}/${execution.workflowId}`
    const activity = kind === 'activity' ? execution.activities.scheduledBy(scheduledEventId) : undefined
    return activity ? `${name}/${activity.activityId} (${activity.activityType.name})` : name
  } catch {
    // No token of ours: the answer says so.
    return undefined
  }
}

/** The first that a request has of what it may be about. */
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

/** A name, with a version if there is one: of a type, or of a domain. */
function typeIn(body: Body): string | undefined {
  const [name, version] = [textIn(body, 'name'), textIn(body, 'version')]
  return name !== undefined && version !== undefined ? `${name} ${version}` : name
}

function objectIn(body: Body, member: string): Body {
  const value = body[member]
  return isObject(value) ? value : {}
}

function textIn(body: Body, member: string): string | undefined {
  const value = body[member]
  return typeof value === 'string' ? value : undefined
}
