import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

it('keeps 10,000 closed executions: 30,000 run through it, and memory stays flat after the first 10,000', async () => {
  const script = fileURLToPath(new URL('support/run-executions.mjs', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', script])
  const { heapBytes, kept } = JSON.parse(stdout)
  const [afterTenThousand, afterTwenty, afterThirty] = heapBytes
  expect(afterTwenty / afterTenThousand).toBeLessThan(1.1)
  expect(afterThirty / afterTenThousand).toBeLessThan(1.1)
  expect(kept).toEqual({ first: false, oldest: true, last: true })
}, 180_000)
