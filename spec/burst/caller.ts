import { jobs } from '../../lib/jobs/jobs.js'
import { ResultService } from '../../lib/service/result-service.js'
import { serveCommands } from '../support/serve-commands.js'
import { ACTIVITY, DOMAIN, inputOf } from './activities.js'
import { Gauge } from './gauge.js'
import type { CallerReport } from './report.js'
import { Tally } from './tally.js'

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
    const tally = new Tally(count)
    const gauge = new Gauge()
    let calledMs = -performance.now()
    for (let index = 0; index < count; index += 1) {
      run(ACTIVITY, inputOf(index), { timeoutMs: TIMEOUT_MS }).then(tally.arrived, tally.failed)
    }
    calledMs += performance.now()
    await tally.complete
    const usage = gauge.stop()
    const { restarts, late, reconciled, unanswered } = service.health()
    return {
      usage,
      calledMs,
      right: tally.right,
      wrong: tally.wrong,
      rejected: tally.rejected,
      restarts,
      late,
      reconciled,
      unanswered,
    }
  },

  async stop() {
    await service.stop()
  },
})
