import { BackOff } from '../../base/back-off.js'
import { sleep, type Clock } from '../../base/clock.js'
import { classifyFault } from '../faults/classify-fault.js'

const BACK_OFF = { baseMs: 500, capMs: 5_000 }

/**
 * Makes a request again while SWF throttles it: many processes that start together share one quota.
 *
 * @param until - ms since the epoch; later it is given up
 */
export async function retryThrottled<T>(request: () => Promise<T>, clock: Clock, until: number): Promise<T> {
  const backOff = new BackOff(BACK_OFF)
  for (;;) {
    try {
      return await request()
    } catch (error) {
      const delayMs = backOff.fail()
      if (classifyFault(error).kind !== 'throttled' || clock.now() + delayMs > until) throw error
      await sleep(delayMs, clock)
    }
  }
}
