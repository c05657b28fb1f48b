import { SWF } from '@aws-sdk/client-swf'
import { LocalSwf } from '../../lib/local-swf/index.js'
import { serveCommands } from '../support/serve-commands.js'
import { DOMAIN } from './activities.js'
import { Gauge } from './gauge.js'
import type { SwfReport } from './report.js'

// SWF's own process.

const requests: Record<string, number> = {}
const throttled: Record<string, number> = {}
let executions = 0
let swf: LocalSwf
let gauge: Gauge

serveCommands({
  async start(quotas: boolean) {
    swf = await LocalSwf.start({
      account: { quotas },
      onRequest({ operation = 'none', fault }) {
        requests[operation] = (requests[operation] ?? 0) + 1
        if (fault?.name === 'ThrottlingException') throttled[operation] = (throttled[operation] ?? 0) + 1
        if (operation === 'StartWorkflowExecution' && fault === undefined) executions += 1
      },
    })
    const client = new SWF(swf.clientOptions)
    // Of closed executions nothing is kept: what they take is not measured here.
    await client.registerDomain({ name: DOMAIN, workflowExecutionRetentionPeriodInDays: '0' })
    client.destroy()
    return swf.endpoint
  },

  measure() {
    gauge = new Gauge()
  },

  async stop(): Promise<SwfReport> {
    const usage = gauge.stop()
    await swf.stop()
    return { usage, executions, requests, throttled }
  },
})
