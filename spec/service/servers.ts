import { onTestFinished } from 'vitest'
import { LocalSwf } from '../../lib/local-swf/index.js'
import { CannedServer } from '../support/canned-server.js'

/** An SWF for this test. */
export async function localSwf(): Promise<LocalSwf> {
  const swf = await LocalSwf.start()
  onTestFinished(() => swf.stop())
  return swf
}

/** A server with scripted answers for this test. */
export async function cannedServer(): Promise<CannedServer> {
  const server = await CannedServer.start()
  onTestFinished(() => server.close())
  return server
}
