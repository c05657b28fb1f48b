import { Part } from '../support/part.js'
import { planFaults, type ChaosOptions } from './plan.js'
import type { CallerReport, ChaosReport, SwfReport, WorkersReport } from './reports.js'

/** Executions whose callers have gone on close by their timeouts. */
const CLOSED_WITHIN_MS = 90_000

/** One run: SWF, workers and caller, each in a process of its own, then chaos, then calm; what is left and what came of all. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const complaints: string[] = []
  const env = { CHAOS_ORIGIN: String(Date.now()), CHAOS_SPEED: String(options.speed) }
  const swf = new Part(new URL('swf.js', import.meta.url), env, complaints)
  const workers = new Part(new URL('workers.js', import.meta.url), env, complaints)
  const caller = new Part(new URL('caller.js', import.meta.url), env, complaints)
  try {
    const endpoint = await swf.ask<string>('start', options.seed)
    await workers.ask('start', endpoint)
    await caller.ask('start', endpoint)
    await swf.ask('misbehave', planFaults(options))
    const begun = performance.now()
    await caller.ask('run', options)
    const settled = performance.now()
    await swf.ask('calmDown')
    await swf.ask('whenClosed', CLOSED_WITHIN_MS)
    const closed = performance.now()
    const called = await caller.ask<CallerReport>('stop')
    await caller.letGo()
    const worked = await workers.ask<WorkersReport>('stop')
    await workers.letGo()
    const served = await swf.ask<SwfReport>('stop')
    await swf.letGo()
    return {
      caller: called,
      workers: worked,
      swf: served,
      complaints,
      settledWithinMs: settled - begun,
      closedWithinMs: closed - settled,
    }
  } catch (cause) {
    throw new Error(`the run broke off:\n${complaints.join('\n')}`, { cause })
  } finally {
    await Promise.all([swf, workers, caller].map((part) => part.letGo()))
  }
}
