import type { SWF } from '@aws-sdk/client-swf'
import { MAX_TIMER_MS, type Clock, type Timer } from '../../base/clock.js'
import { classifyFault } from '../../swf/faults/classify-fault.js'

/** The heartbeat timeout of each activity type, in ms; Infinity for none. */
export type HeartbeatTimeouts = ReadonlyMap<string, number>

/** Heartbeats in one heartbeat timeout: two may get lost. */
const PER_TIMEOUT = 3

/** Tells SWF that a task is being worked on, from `start` until `stop` or until SWF has given the task up. */
export class Heartbeats {
  readonly #client: SWF
  readonly #taskToken: string
  readonly #intervalMs: number
  readonly #clock: Clock
  #timer: Timer | undefined
  #underWay = new AbortController()
  #stopped = false

  /** @param timeoutMs - the heartbeat timeout of the activity type; Infinity for none, and then there are no heartbeats */
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

  /** On time, also while the one before is not answered: that one is lost, and waited for no longer. */
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
      // Anything else passes, or shows at the answer.
      if (classifyFault(error).action === 'drop') this.stop()
    }
  }
}
