import { BackOff } from '../../base/back-off.js'
import { sleep, type Clock } from '../../base/clock.js'
import { classifyFault } from '../faults/classify-fault.js'

const BACK_OFF = { baseMs: 500, capMs: 5_000 }

/**
 * Makes a request, and makes it again while SWF throttles it. Many processes that start together share one quota.
 *
 * @param until - is the time in ms since the epoch after which the request is not made again
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
