import type { ActivityType } from '@aws-sdk/client-swf'
import { nearestNames } from './nearest-names.js'

/** Why SWF did not schedule an activity, for humans: its cause, and for a name that it does not know, those that may be meant. */
export function explainNotScheduled(type: ActivityType | undefined, cause: string, knownActivities: readonly string[]): string {
  const { name = '', version = '' } = type ?? {}
  if (cause !== 'ACTIVITY_TYPE_DOES_NOT_EXIST') return `SWF did not schedule ${name} ${version}: ${cause}`
  const nearest = nearestNames(name, knownActivities)
  const hint = nearest.length > 0 ? `; did you mean ${nearest.join(' or ')}?` : ''
  return `${cause}: the activity type ${name} ${version} is not registered in this domain${hint}`
}
