import type { SWF } from '@aws-sdk/client-swf'

/**
 * The SDK hangs the whole HTTP exchange on its errors as `$response`: request headers with signature and session token, sockets, agents.
 * Errors are logged, cross threads and reach the application as `cause`; so it goes, once the SDK's own retries have read it.
 */
export function forgetExchange(client: SWF): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args)
      } catch (error) {
        if (error instanceof Error) Reflect.deleteProperty(error, '$response')
        throw error
      }
    },
    { name: 'forgetExchange', step: 'initialize' },
  )
}
