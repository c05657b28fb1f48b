import { once } from 'node:events'
import { createServer } from 'node:http'
import { setImmediate as turn } from 'node:timers/promises'
import { SWF, SWFServiceException } from '@aws-sdk/client-swf'
import { systemClock } from '../../../../lib/local-swf/time/clock.js'
import { serve } from '../../../../lib/local-swf/http/serve.js'
import { Injector } from '../../../../lib/local-swf/injection/injector.js'
import { callOperation, newSwf, type Leaving, type Outcome, type Port, type SentPoll } from './port.js'

/** A port over HTTP, with the SDK. To be closed when all polls are answered or left. */
export async function httpPort(): Promise<Port & AsyncDisposable> {
  const { swf, ...parts } = newSwf()
  const injector = new Injector([], 0, systemClock)
  const service = { swf, accountId: '123456789012', injector, onRequest: undefined }
  const server = createServer((request, response) => void serve(request, response, service))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port')
  const endpoint = `http://127.0.0.1:${address.port}`
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const client = new SWF({ region: 'us-east-1', endpoint, credentials, maxAttempts: 1 })

  async function call(operation: string, body: object, abortSignal?: AbortSignal): Promise<Outcome> {
    const method: unknown = Reflect.get(client, `${operation.charAt(0).toLowerCase()}${operation.slice(1)}`)
    if (typeof method !== 'function') throw new Error(`the SDK has no ${operation}`)
    try {
      const { $metadata: _, ...answer } = await Reflect.apply(method, client, [body, { abortSignal }])
      return { answer }
    } catch (error) {
      if (!(error instanceof SWFServiceException)) throw error
      return { fault: error.name }
    } finally {
      // A function that ends meanwhile writes its event in a later turn.
      await turn()
    }
  }

  async function poll(operation: string, body: object): Promise<SentPoll> {
    const abort = new AbortController()
    const held = parts.deadlines.changed()
    const outcome = call(operation, body, abort.signal)
    outcome.catch(() => {})
    await Promise.race([held, outcome])
    const leave = async (): Promise<Leaving> => {
      const forgotten = parts.deadlines.changed()
      abort.abort()
      await forgotten
      return 'noticed'
    }
    return { outcome, leave }
  }

  async function close(): Promise<void> {
    client.destroy()
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }

  const read = (operation: string, body: object) => callOperation(swf, operation, body)
  return { ...parts, call, poll, read, [Symbol.asyncDispose]: close }
}
