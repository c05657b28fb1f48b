import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { Child } from '../support/child.js'

const main = fileURLToPath(new URL('../../dist/spec/chaos/main.js', import.meta.url))

it.concurrent.each(['1', '2'])(
  'whatever fails, every promise settles once, nothing is left, and no job runs twice: seed %s',
  async (seed) => {
    const args = ['--seed', seed, '--jobs', '200', '--kills', '4', '--blocks', '3', '--expiries', '2', '--speed', '5']
    const { code, output } = await new Child(main, { arguments: args }).ended
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('Nothing was as it must not be.') })
  },
  180_000,
)
