import { SparseMap } from '../../collections/sparse-map.js'
import type { ActivityTask } from './activity-task.js'

/** The open activities of one execution, by the id that the decider gave them and by the event that scheduled them. */
export class OpenActivities {
  readonly #byActivityId = new SparseMap<string, ActivityTask>()
  readonly #byScheduledEventId = new SparseMap<number, ActivityTask>()
  #leftRunning = 0

  /** In a closed execution: how many had a worker when it closed, which stay counted (recorded). */
  get size(): number {
    return this.#byActivityId.size + this.#leftRunning
  }

  find(activityId: string): ActivityTask | undefined {
    return this.#byActivityId.get(activityId)
  }

  findScheduledBy(eventId: number): ActivityTask | undefined {
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

  /** Closes every activity, because the execution closes. */
  close(): void {
    for (const activity of this.#byActivityId.values()) {
      if (activity.startedEventId > 0) this.#leftRunning += 1
      activity.close()
    }
    this.#byActivityId.clear()
    this.#byScheduledEventId.clear()
  }
}
