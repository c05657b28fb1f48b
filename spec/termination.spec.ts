import { afterEach, expect, test } from 'vitest'
import { onTermination } from '../lib/base/termination.js'

const before = { term: process.listenerCount('SIGTERM'), int: process.listenerCount('SIGINT') }
const warnings: Error[] = []
const warned = (warning: Error): void => void warnings.push(warning)

afterEach(() => {
  process.off('warning', warned)
})

test('any number of drains has one listener for each signal, and none when the last is taken off', async () => {
  process.on('warning', warned)
  for (let round = 0; round < 2; round++) {
    const removals = Array.from({ length: 40 }, () => onTermination(async () => {}))
    expect(process.listenerCount('SIGTERM')).toBe(before.term + 1)
    expect(process.listenerCount('SIGINT')).toBe(before.int + 1)
    for (const remove of [...removals, ...removals]) remove()
    expect(process.listenerCount('SIGTERM')).toBe(before.term)
    expect(process.listenerCount('SIGINT')).toBe(before.int)
  }
  // Warnings are told a tick later.
  await new Promise((resolve) => setImmediate(resolve))
  expect(warnings).toEqual([])
})
