import { isDeepStrictEqual } from 'node:util'
import { jobs } from '../../lib/jobs/jobs.js'
import { ResultService } from '../../lib/service/result-service.js'
import { serveCommands } from '../support/serve-commands.js'
import { ACTIVITY, DOMAIN, inputOf } from './activities.js'
import { Gauge } from './gauge.js'
import type { CallerReport } from './report.js'

// The process of who runs all jobs at once.

/** Jobs wait for each other: with SWF's quotas a hundred thousand of them take half an hour. */
const TIMEOUT_MS = 4 * 3_600_000

let service: ResultService

serveCommands({
  async start(endpoint: string) {
    const swf = { region: 'us-east-1', endpoint, credentials: { accessKeyId: 'burst', secretAccessKey: 'burst' } }
    service = new ResultService({ domain: DOMAIN, swf, signals: false })
    await service.start()
  },

  async run(count: number): Promise<CallerReport> {
    const { run } = jobs(service)
    const rejected: Record<string, number> = {}
    let right = 0
    let wrong = 0
    const gauge = new Gauge()
    let calledMs = -performance.now()
    const all = Array.from({ length: count }, (_, index) =>
      run(ACTIVITY, inputOf(index), { timeoutMs: TIMEOUT_MS }).then(
        (value) => {
          if (isDeepStrictEqual(value, inputOf(index))) right += 1
          else wrong += 1
        },
        (error: unknown) => {
          const text = error instanceof Error ? `${error.name}: ${error.message}`.replaceAll(/"[^"]*"/g, '…') : String(error)
          rejected[text] = (rejected[text] ?? 0) + 1
        },
      ),
    )
    calledMs += performance.now()
    await Promise.all(all)
    const usage = gauge.stop()
    const { restarts, late, reconciled, unanswered } = service.health()
    return { usage, calledMs, right, wrong, rejected, restarts, late, reconciled, unanswered }
  },

  async stop() {
    await service.stop()
  },
})
