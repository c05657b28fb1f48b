import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { publish } from '../../lib/service/reporting/diagnostics.js'

test('who begins to listen after the first messages is heard of, whatever garbage is collected meanwhile', async () => {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect !== 'function') throw new Error('no garbage can be collected here')
  const heard: unknown[] = []
  const hear = (message: unknown): void => void heard.push(message)
  publish('swf-result-worker.result', () => ({ key: 'nobody listens', outcome: 'late' }))
  await setImmediate()
  collect()
  subscribe('swf-result-worker.result', hear)
  // What was collected is finalized a moment later.
  await setTimeout(20)
  publish('swf-result-worker.result', () => ({ key: 'key', outcome: 'late' }))
  unsubscribe('swf-result-worker.result', hear)
  expect(heard).toEqual([{ key: 'key', outcome: 'late' }])
})
