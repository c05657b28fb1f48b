import { ResultService } from '../../lib/service/result-service.js'
import { liveThreads } from '../support/leaks.js'
import { DOMAIN } from './activities.js'
import { CallJobs } from './call-jobs.js'
import { Credentials } from './credentials.js'
import { Heard } from './heard.js'
import { hurry } from './hurry.js'
import { LoopBlocker } from './loop-blocker.js'
import type { ChaosOptions } from './plan.js'
import type { CallerReport } from './reports.js'
import { serveCommands } from '../support/serve-commands.js'
import { ThreadKiller } from './thread-killer.js'
import { Witness } from './witness.js'

// The process of who starts the jobs and awaits them.

hurry()
const witness = new Witness()
const heard = new Heard()
const credentials = new Credentials()
const killer = new ThreadKiller()
const blocker = new LoopBlocker()
let service: ResultService
let calls: CallJobs

serveCommands({
  async start(endpoint: string) {
    service = new ResultService({
      domain: DOMAIN,
      swf: { region: 'us-east-1', endpoint, credentials: () => credentials.give() },
      workerUrl: new URL('thread.js', import.meta.url),
      maxPollers: 16,
      signals: false,
    })
    await service.start()
  },

  /** Resolves when all have settled, or nothing settles any longer. */
  async run(options: ChaosOptions) {
    killer.arm(options)
    blocker.arm(options)
    calls = new CallJobs(service, options, (settled) => {
      killer.settled(settled)
      blocker.settled(settled)
    })
    await calls.run()
  },

  async stop(): Promise<CallerReport> {
    const pending = service.health().pending
    const { abandoned } = await service.stop()
    heard.close()
    const leaks = await witness.leaks()
    return {
      outcomes: calls.outcomes,
      ended: heard.ended,
      endedTwice: heard.endedTwice,
      deaths: heard.deaths,
      reserved: calls.reserved,
      health: { ...service.health(), pending },
      abandoned: abandoned.length,
      kills: killer.kills,
      credentialsAsked: credentials.asked,
      stuck: calls.stuck,
      leaks: liveThreads() === 0 ? leaks : [...leaks, 'a worker thread'],
      unexpected: witness.unexpected,
    }
  },
})
