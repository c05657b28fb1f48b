import type { MessagePort } from 'node:worker_threads'
import { sleep, systemClock } from '../base/clock.js'
import type { JobFormat } from '../flow/formats/job-format.js'
import { loadJobFormat } from '../flow/formats/load-job-format.js'
import { isToThread, type FromThread, type ThreadConfig, type ToThread } from '../protocol/messages.js'
import { transportError } from '../errors/transported-error.js'
import { createClients, type SwfClients } from '../swf/clients/create-clients.js'
import { classifyFault } from '../swf/faults/classify-fault.js'
import { checkResultActivity } from '../swf/registration/check-result-activity.js'
import { requireForStart, startErrorOf, type StartSubject } from '../swf/faults/start-error.js'
import { CallAnswerer } from './call-answerer.js'
import { CredentialsRequests } from './credentials-requests.js'
import { ExecutionReader } from './execution-reader.js'
import { StartHandler } from './start-handler.js'
import { ResultPoller } from './result-poller.js'

/** If a policy denies DescribeActivityType, a first poll that is not refused for so long proves that the start is good. */
const UNREFUSED_POLL_MS = 2_000

const DENIED =
  'a policy denies swf:DescribeActivityType, so it could not be checked that the result activity is registered and not deprecated'

/** Runs the worker thread: it proves that the start is good, polls until it is halted or refused for good, and leaves nothing open. */
export async function runThread(port: MessagePort, config: ThreadConfig): Promise<void> {
  const post = (message: FromThread): void => port.postMessage(message)
  try {
    const format = await requireForStart('ERR_RESULT_DATA_CONVERTER', subjectOf(config), loadJobFormat(config.dataConverter))
    await serve(port, config, format, post)
  } catch (error) {
    post({ type: 'start-refused', error: transportError(error) })
  } finally {
    port.close()
  }
}

async function serve(
  port: MessagePort,
  config: ThreadConfig,
  format: JobFormat,
  post: (message: FromThread) => void,
): Promise<void> {
  const credentials = new CredentialsRequests(post)
  const clients = createClients({
    ...config,
    credentials: config.credentials === 'ask' ? () => credentials.request() : config.credentials,
  })
  const starts = new StartHandler(clients, config, format, systemClock)
  const calls = new CallAnswerer(starts, new ExecutionReader(clients, config.domain, format), post)
  const poller = new ResultPoller({
    clients,
    config,
    format,
    clock: systemClock,
    post,
    onResult: (key, execution) => starts.noteResult(key, execution),
  })

  const halted = new Promise<void>((resolve) => {
    const receive = (message: ToThread): void => {
      switch (message.type) {
        case 'call':
          return void calls.answer(message)
        case 'withdraw':
          return calls.withdraw(message.id)
        case 'credentials':
          return credentials.settle(message.id, message.answer)
        case 'ping':
          return post({ type: 'pong' })
        case 'halt':
          return resolve()
      }
    }
    port.on('message', (message) => {
      if (isToThread(message)) receive(message)
    })
  })

  let ready = false
  try {
    const { ended, denied } = await startPolling(clients, config, poller)
    poller.answerOrphans(config.orphans)
    if (denied) post({ type: 'warning', message: DENIED })
    post({ type: 'ready', region: await clients.region() })
    ready = true
    await Promise.race([ended, halted])
    await poller.halt()
  } catch (error) {
    if (!ready) throw error
    post({ type: 'failed', error: transportError(new Error(classifyFault(error).reason, { cause: error })) })
  } finally {
    calls.withdrawAll()
    clients.destroy()
  }
}

/**
 * Proves that the start is good, and begins to poll.
 *
 * @returns `ended`, a promise that settles when polling ends. It is in an object, so that it is not awaited with the start
 * @throws StartError
 */
async function startPolling(
  clients: SwfClients,
  config: ThreadConfig,
  poller: ResultPoller,
): Promise<{ readonly ended: Promise<void>; readonly denied: boolean }> {
  const subject = subjectOf(config)
  try {
    const region = await clients.region()
    const { denied } = await checkResultActivity(clients.answer, {
      ...subject,
      region,
      register: config.register,
      clock: systemClock,
    })
    const ended = poller.run()
    if (denied) await Promise.race([ended, sleep(UNREFUSED_POLL_MS, systemClock)])
    return { ended, denied }
  } catch (error) {
    throw startErrorOf(error, subject)
  }
}

function subjectOf({ domain, endpoint, region }: ThreadConfig): StartSubject & { readonly domain: string } {
  return { who: 'ResultWorker', domain, endpoint, region }
}
