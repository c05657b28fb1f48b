import { systemClock, type Clock } from '../../lib/base/clock.js'

const DAY_MS = 86_400_000

const realSetTimeout = globalThis.setTimeout

/**
 * Has the time of this process, or thread, go some times as fast as the real one, for the library and for the SDK's timeouts alike.
 * So nothing waits a real minute for a result task that was lost, and all that waits still waits in proportion. All processes of a run
 * count from the same moment, a day ago: what expires in this time has expired for the SDK, which goes by the real one.
 */
export function hurry(): Clock {
  const clock = hurriedClock(variable('CHAOS_ORIGIN'), variable('CHAOS_SPEED'))
  Object.assign(systemClock, clock)
  Object.assign(globalThis, {
    setTimeout: (callback: (...values: unknown[]) => void, delayMs = 0, ...values: unknown[]) =>
      realSetTimeout(callback, delayMs / variable('CHAOS_SPEED'), ...values),
  })
  return clock
}

function hurriedClock(origin: number, speed: number): Clock {
  return {
    now: () => origin - DAY_MS + (performance.timeOrigin + performance.now() - origin) * speed,
    setTimer(callback, delayMs) {
      const handle = realSetTimeout(callback, delayMs / speed)
      return { cancel: () => clearTimeout(handle), unref: () => void handle.unref() }
    },
  }
}

/** Set by whoever starts the processes; threads have the environment of theirs. */
function variable(name: string): number {
  const value = Number(process.env[name])
  if (!(value > 0)) throw new Error(`${name} must be set by whoever starts this process`)
  return value
}
