import type { SWF } from '@aws-sdk/client-swf'
import { MAX_TIMER_MS, type Clock, type Timer } from '../../base/clock.js'
import { classifyFault } from '../../swf/faults/classify-fault.js'

/** The heartbeat timeout of each activity type, in ms; Infinity for none. */
export type HeartbeatTimeouts = ReadonlyMap<string, number>

/** So many heartbeats are sent within one heartbeat timeout, so that two may get lost. */
const PER_TIMEOUT = 3

/** Tells SWF again and again that a task is being worked on, from `start` until `stop`, or until SWF has given the task up. */
export class Heartbeats {
  readonly #client: SWF
  readonly #taskToken: string
  readonly #intervalMs: number
  readonly #clock: Clock
  #timer: Timer | undefined
  #underWay = new AbortController()
  #stopped = false

  /** @param timeoutMs - is the heartbeat timeout of the activity type; with Infinity no heartbeats are sent */
  constructor(client: SWF, taskToken: string, timeoutMs: number, clock: Clock) {
    this.#client = client
    this.#taskToken = taskToken
    this.#intervalMs = timeoutMs / PER_TIMEOUT
    this.#clock = clock
  }

  start(): void {
    if (this.#stopped || this.#intervalMs === Infinity) return
    this.#timer = this.#clock.setTimer(() => this.#beat(), Math.min(this.#intervalMs, MAX_TIMER_MS))
  }

  stop(): void {
    this.#stopped = true
    this.#timer?.cancel()
    this.#underWay.abort()
  }

  /** Sends a heartbeat on time, even if the one before is not answered yet. That one counts as lost. */
  #beat(): void {
    this.#underWay.abort()
    this.#underWay = new AbortController()
    void this.#send(this.#underWay.signal)
    this.start()
  }

  async #send(abortSignal: AbortSignal): Promise<void> {
    try {
      await this.#client.recordActivityTaskHeartbeat({ taskToken: this.#taskToken }, { abortSignal })
    } catch (error) {
      // Any other fault passes, or shows when the task is answered.
      if (classifyFault(error).action === 'drop') this.stop()
    }
  }
}
