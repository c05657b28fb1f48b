import { domain, type TestSwf } from './test-swf.js'

/** Resolves when the server holds so many polls: after a request that found them. */
export async function heldPolls({ server, client }: TestSwf, count: number): Promise<void> {
  const held = (): number => server.taskLists().reduce((sum, { waitingPolls }) => sum + waitingPolls, 0)
  while (held() < count) await client.describeDomain({ name: domain })
}
