import { SWF } from '@aws-sdk/client-swf'
import { JobWorker } from '../../lib/job-worker/index.js'
import { Chaos, DOMAIN } from './activities.js'
import { Credentials } from './credentials.js'
import { hurry } from './hurry.js'
import type { WorkersReport } from './reports.js'
import { serveCommands } from '../support/serve-commands.js'
import { Witness } from './witness.js'

// The process of those who do the work.

/** Each loop rests at a fault of its polls: several, as in life, go on meanwhile. */
const WORKERS = 4

hurry()
const witness = new Witness()
const workers: JobWorker[] = []
let chaos: Chaos
let client: SWF

serveCommands({
  async start(endpoint: string) {
    const credentials = new Credentials()
    const swf = { region: 'us-east-1', endpoint, credentials: () => credentials.give() }
    client = new SWF(swf)
    chaos = new Chaos(client)
    const activities = { Chaos: { work: chaos.work } }
    for (let worker = 0; worker < WORKERS; worker += 1) {
      workers.push(await JobWorker.start({ domain: DOMAIN, activities, concurrency: 40, swf, signals: false }))
    }
  },

  async stop(): Promise<WorkersReport> {
    const states = workers.map((worker) => worker.health().state)
    await Promise.all(workers.map((worker) => worker.stop()))
    client.destroy()
    const failed = states.filter((state) => state !== 'running').map((state) => `a JobWorker is ${state}`)
    return {
      runs: [...chaos.runs],
      leaks: await witness.leaks(),
      unexpected: [...witness.unexpected, ...failed],
    }
  },
})
