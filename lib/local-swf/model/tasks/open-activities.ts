import type { ActivityTask } from './activity-task.js'
import { SparseMap } from '../../collections/sparse-map.js'

/** The open activities of one execution, by the id that the decider gave and by the event that scheduled them. */
export class OpenActivities {
  readonly #byActivityId = new SparseMap<string, ActivityTask>()
  readonly #byScheduledEventId = new SparseMap<number, ActivityTask>()

  get size(): number {
    return this.#byActivityId.size
  }

  has(activityId: string): boolean {
    return this.#byActivityId.has(activityId)
  }

  named(activityId: string): ActivityTask | undefined {
    return this.#byActivityId.get(activityId)
  }

  scheduledBy(eventId: number): ActivityTask | undefined {
    return this.#byScheduledEventId.get(eventId)
  }

  add(activity: ActivityTask): void {
    this.#byActivityId.set(activity.activityId, activity)
    this.#byScheduledEventId.set(activity.scheduledEventId, activity)
  }

  remove(activity: ActivityTask): void {
    this.#byActivityId.delete(activity.activityId)
    this.#byScheduledEventId.delete(activity.scheduledEventId)
  }

  /** Takes them all off their task lists. */
  close(): void {
    for (const activity of this.#byActivityId.values()) activity.close()
    this.#byActivityId.clear()
    this.#byScheduledEventId.clear()
  }
}
