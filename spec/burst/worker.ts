import { JobWorker } from '../../lib/job-worker/index.js'
import { serveCommands } from '../support/serve-commands.js'
import { activities, DOMAIN } from './activities.js'
import { Gauge, type Usage } from './gauge.js'

// A process of who does the work.

let worker: JobWorker
let gauge: Gauge

serveCommands({
  async start(endpoint: string) {
    const swf = { region: 'us-east-1', endpoint, credentials: { accessKeyId: 'burst', secretAccessKey: 'burst' } }
    worker = await JobWorker.start({ domain: DOMAIN, activities, swf, signals: false })
    gauge = new Gauge()
  },

  async stop(): Promise<Usage> {
    const usage = gauge.stop()
    await worker.stop()
    return usage
  },
})
