import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { Child } from '../support/child.js'

const main = fileURLToPath(new URL('../../dist/spec/burst/main.js', import.meta.url))

it("of more jobs than SWF's quotas take at once every value arrives", { timeout: 180_000 }, async () => {
  const { code, output } = await new Child(main, { arguments: ['--count', '2500', '--quotas'] }).ended
  expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('Every value arrived, within its bounds.') })
})
