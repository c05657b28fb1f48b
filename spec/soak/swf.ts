import { LocalSwf } from '../../lib/local-swf/index.js'
import { serveCommands } from '../support/serve-commands.js'
import { Sender, type Batch } from './sender.js'

// The process of SWF, and of who sends the results.

let swf: LocalSwf
let sender: Sender

serveCommands({
  async start() {
    swf = await LocalSwf.start()
    sender = new Sender(swf.clientOptions)
    await sender.registerDomain()
    return swf.endpoint
  },
  send: (batch: Batch) => sender.send(batch),
  async stop() {
    sender.destroy()
    await swf.stop()
  },
})
