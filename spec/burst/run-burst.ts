import { Part } from '../support/part.js'
import type { Usage } from './gauge.js'
import type { BurstReport, CallerReport, SwfReport } from './report.js'

export interface BurstOptions {
  readonly count: number
  /** Whether SWF has its documented quotas. */
  readonly quotas: boolean
  /** Processes of JobWorkers. */
  readonly workers: number
}

/**
 * Of the caller's old objects. What it needs is measured: with a limit of 4 GB V8 leaves as much again uncollected, since that is
 * cheaper.
 */
const CALLER_HEAP_MB = 224

/** SWF, workers and caller, each in a process of its own; and then all jobs at once. */
export async function runBurst({ count, quotas, workers: workerCount }: BurstOptions): Promise<BurstReport> {
  const complaints: string[] = []
  const part = (name: string, env = {}): Part => new Part(new URL(`${name}.js`, import.meta.url), env, complaints)
  const swf = part('swf')
  const caller = part('caller', { NODE_OPTIONS: `--max-old-space-size=${CALLER_HEAP_MB}` })
  const workers = Array.from({ length: workerCount }, () => part('worker'))
  try {
    const endpoint = await swf.ask<string>('start', quotas)
    // The service registers its types first; then the workers find them.
    await caller.ask('start', endpoint)
    for (const worker of workers) await worker.ask('start', endpoint)
    await swf.ask('measure')
    const called = await caller.ask<CallerReport>('run', count)
    await caller.ask('stop')
    await caller.letGo()
    const worked: Usage[] = []
    for (const worker of workers) worked.push(await worker.ask<Usage>('stop'))
    await Promise.all(workers.map((worker) => worker.letGo()))
    const served = await swf.ask<SwfReport>('stop')
    return { count, caller: called, workers: worked, swf: served, complaints }
  } catch (cause) {
    throw new Error(`the run broke off:\n${complaints.join('\n')}`, { cause })
  } finally {
    await Promise.all([swf, caller, ...workers].map((each) => each.letGo()))
  }
}
