import { expect } from 'vitest'
import type { ResultService } from '../../lib/index.js'
import { LocalSwf } from '../../lib/local-swf/index.js'
import { liveThreads } from '../support/leaks.js'
import type { ManualClock } from '../support/manual-clock.js'
import { noOrders } from '../support/obedient-thread.js'
import { ResultTaskSender } from '../support/result-tasks.js'
import { startedService } from './started-service.js'

/** Services on a LocalSwf, and who sends them results. When they are stopped, no thread is left. */
export class SupervisedServices {
  readonly sender: ResultTaskSender
  readonly #swf: LocalSwf
  readonly #services: ResultService[] = []

  private constructor(swf: LocalSwf) {
    this.#swf = swf
    this.sender = new ResultTaskSender(swf)
  }

  static async prepare(): Promise<SupervisedServices> {
    return new SupervisedServices(await LocalSwf.start())
  }

  async start(clock?: ManualClock): Promise<ResultService> {
    const service = await startedService(this.#swf.clientOptions, clock)
    this.#services.push(service)
    return service
  }

  async stop(): Promise<void> {
    noOrders()
    for (const service of this.#services) await service.stop({ drainMs: 0 })
    this.sender.destroy()
    await this.#swf.stop()
    expect(liveThreads()).toBe(0)
  }
}
