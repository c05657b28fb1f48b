import { systemClock, type Clock } from '../../lib/clock.js'

// Imported first by each process of a run, and by the worker thread: its time goes some times as fast as the real one, for the
// library and for the SDK's timeouts alike. So nothing waits a real minute for a result task that was lost, and all that waits still
// waits in proportion. All of them count from the same moment, a day ago: what expires in this time has expired for the SDK.

const DAY_MS = 86_400_000

/** When the run began, by real time, and how many times as fast its own goes. Threads have the environment of their process. */
const [origin, speed] = [variable('CHAOS_ORIGIN'), variable('CHAOS_SPEED')]
const realSetTimeout = globalThis.setTimeout

export const hurriedClock: Clock = {
  now: () => origin - DAY_MS + (performance.timeOrigin + performance.now() - origin) * speed,
  setTimer(callback, delayMs) {
    const handle = realSetTimeout(callback, delayMs / speed)
    return { cancel: () => clearTimeout(handle), unref: () => void handle.unref() }
  },
}

function hurriedSetTimeout(callback: (...values: unknown[]) => void, delayMs = 0, ...values: unknown[]): NodeJS.Timeout {
  return realSetTimeout(callback, delayMs / speed, ...values)
}

Object.assign(systemClock, hurriedClock)
Object.assign(globalThis, { setTimeout: hurriedSetTimeout })

function variable(name: string): number {
  const value = Number(process.env[name])
  if (!(value > 0)) throw new Error(`${name} must be set by whoever starts this process`)
  return value
}
