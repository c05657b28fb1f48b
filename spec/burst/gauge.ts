import { readdirSync, readlinkSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'

/** What a process used while it was measured. */
export interface Usage {
  readonly seconds: number
  /** All threads. */
  readonly cpuSeconds: number
  readonly idleRssMb: number
  readonly peakRssMb: number
  /** The most at once. */
  readonly sockets: number
  /** By how much timers of the main thread were late. */
  readonly delayP50Ms: number
  readonly delayP99Ms: number
  readonly delayMaxMs: number
}

const SAMPLE_MS = 50
const MB = 2 ** 20
const RESOLUTION_MS = 10

/** Measures its own process, from when it is made. */
export class Gauge {
  readonly #startedAt = performance.now()
  readonly #cpu = process.cpuUsage()
  readonly #idleRss = process.memoryUsage.rss()
  readonly #delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  readonly #timer = setInterval(() => this.#sample(), SAMPLE_MS)
  #peakRss = 0
  #sockets = 0

  constructor() {
    this.#delay.enable()
    this.#sample()
  }

  stop(): Usage {
    clearInterval(this.#timer)
    this.#sample()
    this.#delay.disable()
    const { user, system } = process.cpuUsage(this.#cpu)
    return {
      seconds: (performance.now() - this.#startedAt) / 1_000,
      cpuSeconds: (user + system) / 1_000_000,
      idleRssMb: this.#idleRss / MB,
      peakRssMb: this.#peakRss / MB,
      sockets: this.#sockets,
      delayP50Ms: lateness(this.#delay.percentile(50)),
      delayP99Ms: lateness(this.#delay.percentile(99)),
      delayMaxMs: lateness(this.#delay.max),
    }
  }

  #sample(): void {
    this.#peakRss = Math.max(this.#peakRss, process.memoryUsage.rss())
    this.#sockets = Math.max(this.#sockets, socketsOf(process.pid))
  }
}

/** The histogram holds the time between two timers, in ns. */
function lateness(intervalNs: number): number {
  return Math.max(0, intervalNs / 1_000_000 - RESOLUTION_MS)
}

/** Linux alone tells them for all threads. */
function socketsOf(pid: number): number {
  const folder = `/proc/${pid}/fd`
  return readdirSync(folder).filter((name) => isSocket(`${folder}/${name}`)).length
}

/** One that was closed meanwhile is none. */
function isSocket(path: string): boolean {
  try {
    return readlinkSync(path).startsWith('socket:')
  } catch {
    return false
  }
}
