import type { ActivityType, HistoryEvent } from '@aws-sdk/client-swf'
import { DEFAULT_ACTIVITY_VERSION } from '../../flow/names.js'
import { NOT_REGISTERED, notScheduledMessage } from '../../flow/failures/activity-task-exceptions.js'
import { nearestNames } from './nearest-names.js'

/** Why SWF did not schedule an activity, for humans: its cause, and for a name that it does not know, those that may be meant. */
export function messageWithHint(type: ActivityType | undefined, cause: string, knownActivities: readonly string[]): string {
  const { name = '', version = '' } = type ?? {}
  return notScheduledMessage(type, cause) + (cause === NOT_REGISTERED ? hint(name, version, knownActivities) : '')
}

/** SWF no longer knows a type that is served here: the domain was made anew under a running worker, as a local SWF's is. */
export function lacksServedType(events: readonly HistoryEvent[], knownActivities: readonly string[]): boolean {
  return events.some(({ scheduleActivityTaskFailedEventAttributes: failed }) => {
    if (failed?.cause !== NOT_REGISTERED) return false
    const { name = '', version } = failed.activityType ?? {}
    return version === DEFAULT_ACTIVITY_VERSION && knownActivities.includes(name)
  })
}

function hint(name: string, version: string, knownActivities: readonly string[]): string {
  if (knownActivities.includes(name)) {
    const served = `its JobWorker serves version ${DEFAULT_ACTIVITY_VERSION}`
    return version === DEFAULT_ACTIVITY_VERSION ? `; ${served} and registers it again: run the job once more` : `; ${served}`
  }
  const nearest = nearestNames(name, knownActivities)
  return nearest.length > 0 ? `; did you mean ${nearest.join(' or ')}?` : ''
}
