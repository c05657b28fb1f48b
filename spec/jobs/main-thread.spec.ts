import { expect, test } from 'vitest'
import { JobWorker } from '../../lib/job-worker/index.js'
import { LocalSwf } from '../../lib/local-swf/index.js'
import { Child, swfEnvironment } from '../support/child.js'

test('importing the package and running a job loads no SDK module, no YAML and nothing of the thread in the main thread', async () => {
  const swf = await LocalSwf.start()
  const worker = await JobWorker.start({ activities: { Echo: { say: (input: unknown) => input } }, swf: swf.clientOptions })
  const { code, output } = await new Child('loaded-modules.mjs', { env: swfEnvironment(swf.clientOptions) }).ended
  await worker.stop({ drainMs: 0 })
  await swf.stop()

  expect({ code, output }).toMatchObject({ code: 0 })
  const { answer, loaded } = JSON.parse(output)
  expect(answer).toEqual({ text: 'hello' })
  // What it must have loaded shows that the hooks see what is loaded.
  expect(loaded.some((url: string) => url.endsWith('/service/result-service.js'))).toBe(true)
  expect(loaded.some((url: string) => url.includes('/async-mutex/'))).toBe(true)
  expect(loaded.filter((url: string) => /@aws-sdk|@smithy|\/yaml\/|\/lib\/(thread|swf)\//.test(url))).toEqual([])
})
