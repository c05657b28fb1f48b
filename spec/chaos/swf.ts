import { LocalSwf, type FaultRule } from '../../lib/local-swf/index.js'
import { hurry } from './hurry.js'
import { readFacts } from './read-facts.js'
import type { SwfReport } from './reports.js'
import { serveCommands } from '../support/serve-commands.js'
import { Witness } from './witness.js'

// SWF's own process.

const clock = hurry()
const witness = new Witness()
const requests: Record<string, number> = {}
let swf: LocalSwf
let calmDown = (): void => {}

serveCommands({
  async start(seed: number) {
    swf = await LocalSwf.start({
      clock,
      faults: { seed },
      onRequest({ operation = 'none' }) {
        requests[operation] = (requests[operation] ?? 0) + 1
      },
    })
    return swf.endpoint
  },

  misbehave(rules: readonly FaultRule[]) {
    calmDown = swf.inject(rules)
  },

  calmDown: () => calmDown(),

  /** Resolves with the number of executions that are still open in the end. */
  async whenClosed(withinMs: number) {
    const until = performance.now() + withinMs
    const open = (): number => swf.executions().filter(({ status }) => status === 'OPEN').length
    while (open() > 0 && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 500))
    return open()
  },

  async stop(): Promise<SwfReport> {
    // All who asked are gone: what they left open must close by itself, but for the port.
    const sockets = (await witness.leaks()).filter((resource) => resource !== 'TCPServerWrap')
    const executions = swf.executions().map((execution) => readFacts(swf, execution))
    const stillOpen = executions.filter(({ status }) => status === 'OPEN').length
    const { injected } = swf
    await swf.stop()
    const leaks = [...new Set([...sockets, ...(await witness.leaks())])]
    return { executions, injected, requests, stillOpen, leaks, unexpected: witness.unexpected }
  },
})
