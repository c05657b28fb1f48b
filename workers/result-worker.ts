import { isMainThread, MessagePort, workerData } from 'node:worker_threads'
import type { ThreadConfig } from '../lib/protocol/messages.js'
import { runThread } from '../lib/thread/run-thread.js'

interface ThreadData {
  readonly port: MessagePort
  readonly config: ThreadConfig
}

function isThreadData(data: unknown): data is ThreadData {
  return typeof data === 'object' && data !== null && 'port' in data && data.port instanceof MessagePort && 'config' in data
}

if (isMainThread || !isThreadData(workerData)) {
  throw new Error(
    'swf-result-worker/worker is the entry of the worker thread that ResultWorker.start() makes; give its URL as `workerUrl`, do not import it',
  )
}
await runThread(workerData.port, workerData.config)
// A timer or socket of a data converter's module would keep the thread alive, and a stop would wait for it.
process.exit()
