import type { SWF } from '@aws-sdk/client-swf'

/**
 * Ends each request of the client with the signal. `destroy` alone breaks the connections, which the SDK takes for a loss: it sends
 * the requests again, over new ones. Said here for all, since for calls with options the SDK builds its middleware each time.
 */
export function endWith(client: SWF, abortSignal: AbortSignal): void {
  const { requestHandler } = client.config
  const handle = requestHandler.handle.bind(requestHandler)
  requestHandler.handle = (request, options) => handle(request, { abortSignal, ...options })
}
