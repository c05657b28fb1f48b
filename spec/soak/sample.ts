import { readdirSync } from 'node:fs'

/** What one interval measured. Memory is of the whole process, the worker thread's too; heap is the main thread's, after a collection. */
export interface Sample {
  readonly results: number
  readonly rssMb: number
  readonly heapMb: number
  /** Timers, sockets and the like of the main thread. */
  readonly handles: number
  /** Open files and sockets of the process, the worker thread's too. */
  readonly descriptors: number
  /** From the decision that sends a result to its promise. */
  readonly p50Ms: number
  readonly p99Ms: number
}

const MB = 2 ** 20

/** @param latencies - of the results of the interval, in ms */
export function takeSample(latencies: readonly number[]): Sample {
  globalThis.gc?.()
  const sorted = latencies.toSorted((one, other) => one - other)
  const { rss, heapUsed } = process.memoryUsage()
  return {
    results: latencies.length,
    rssMb: round(rss / MB),
    heapMb: round(heapUsed / MB),
    handles: process.getActiveResourcesInfo().length,
    descriptors: readdirSync('/dev/fd').length,
    p50Ms: round(at(sorted, 0.5)),
    p99Ms: round(at(sorted, 0.99)),
  }
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
