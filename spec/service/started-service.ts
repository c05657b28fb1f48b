import { setImmediate } from 'node:timers/promises'
import { Mutex } from 'async-mutex'
import { ResultService } from '../../lib/index.js'
import { killThreads } from '../support/leaks.js'
import type { ManualClock } from '../support/manual-clock.js'
import { obedientThread } from '../support/obedient-thread.js'
import { nextState } from '../support/heard.js'

/** More than the longest back-off. */
export const BACK_OFF_MS = 30_000

/** A service that runs, with a thread that does as it is told; deadlines, heartbeats and back-offs go by the clock. */
export async function startedService(swf: ConnectionOptions, clock?: ManualClock): Promise<ResultService> {
  const service = new ResultService({ workerUrl: obedientThread, swf }, new Mutex(), clock, clock)
  await service.start()
  return service
}

type ConnectionOptions = NonNullable<ConstructorParameters<typeof ResultService>[0]>['swf']

/** Ends the thread, and resolves once the service knows. */
export async function killThread(): Promise<void> {
  const dead = nextState('restarting')
  await killThreads()
  await dead
}

/** Lets the back-off pass, and resolves when the next thread polls. */
export async function replaceThread(clock: ManualClock): Promise<void> {
  const alive = nextState('running')
  clock.advance(BACK_OFF_MS)
  await alive
}

/** Four pings that a blocked thread does not answer, and a fifth that is not sent. */
export async function missHeartbeats(clock: ManualClock): Promise<void> {
  for (let beat = 0; beat < 5; beat++) {
    clock.advance(5_000)
    await setImmediate()
    await setImmediate()
  }
}
