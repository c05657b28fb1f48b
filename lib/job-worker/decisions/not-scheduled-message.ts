import type { ActivityType, HistoryEvent } from '@aws-sdk/client-swf'
import { DEFAULT_ACTIVITY_VERSION } from '../../flow/names.js'
import { NOT_REGISTERED, notScheduledMessage } from '../../flow/failures/activity-task-exceptions.js'
import { LIMITS } from '../../base/limits.js'

/** Two names may differ in this share of their letters. If they differ in more, neither is a misspelling of the other. */
const NEAR = 1 / 3
const MOST = 3

/** Says for humans why SWF did not schedule an activity. For a name that SWF does not know, it suggests names that may be meant. */
export function messageWithHint(type: ActivityType | undefined, cause: string, knownActivities: readonly string[]): string {
  const { name = '', version = '' } = type ?? {}
  return notScheduledMessage(type, cause) + (cause === NOT_REGISTERED ? hint(name, version, knownActivities) : '')
}

/** Whether SWF no longer knows a type that this worker serves. That happens when a local SWF is started anew under a running worker. */
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

/** The names that may be meant by the mistyped name, the nearest first. There are at most three. */
function nearestNames(mistyped: string, names: readonly string[]): string[] {
  // The work grows with both lengths, and SWF allows no longer names.
  if (mistyped.length > LIMITS.name) return []
  return names
    .map((name) => ({ name, distance: editDistance(mistyped.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= NEAR * Math.max(name.length, mistyped.length))
    .toSorted((one, other) => one.distance - other.distance || one.name.localeCompare(other.name))
    .slice(0, MOST)
    .map(({ name }) => name)
}

/** How many letters have to be inserted, removed or replaced to make one text of the other. */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [row, letter] of Array.from(from).entries()) {
    const current = [row + 1]
    for (let column = 1; column <= to.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (to[column - 1] === letter ? 0 : 1)
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1))
    }
    previous = current
  }
  return previous[to.length] ?? 0
}
