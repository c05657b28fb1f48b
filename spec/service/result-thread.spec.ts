import { setImmediate } from 'node:timers/promises'
import { setEnvironmentData } from 'node:worker_threads'
import { expect, test } from 'vitest'
import type { ThreadConfig } from '../../lib/protocol/messages.js'
import { ResultThread } from '../../lib/service/supervision/result-thread.js'

const COUNT = 3_000

const config: ThreadConfig = {
  domain: 'FlowDefault',
  taskList: 'any',
  identity: 'any',
  register: false,
  maxPollers: 1,
  dataConverter: 'yaml',
  orphans: [],
}

/** Whoever is told asks for more at every hundredth message. */
test('what is taken in early is delivered once and in order, the rest as ever, and a delivery is not overtaken', async () => {
  const posted = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  setEnvironmentData('counting-thread', { count: COUNT, posted })
  const delivered: number[] = []
  const ends: number[] = []
  const entry = new URL('../fixtures/threads/counting.mjs', import.meta.url)
  const thread = ResultThread.create({ entry, env: process.env, config }, (message) => {
    if (message.type !== 'sending') return
    delivered.push(message.id)
    if (message.id % 100 === 0) thread.readMessages()
    ends.push(message.id)
  })
  while (Atomics.load(posted, 0) === 0) {
    // Some are read by the loop, as soon as there are any; others here, between two of its turns.
    await setImmediate()
    thread.readMessages()
  }
  thread.readMessages()
  const numbers = Array.from({ length: COUNT }, (_, id) => id)
  expect(delivered).toEqual(numbers)
  expect(ends).toEqual(numbers)
  await thread.terminate()
  thread.readMessages()
  expect(delivered).toHaveLength(COUNT)
})
