import { expect, test } from 'vitest'
import type { ToThread } from '../../lib/protocol/messages.js'
import { KeepAlive } from '../../lib/service/keep-alive.js'
import { OutstandingCalls } from '../../lib/service/outstanding-calls.js'
import { ManualClock } from '../support/manual-clock.js'

test('a call that nobody waits for any longer is not made', async () => {
  const calls = new OutstandingCalls(new ManualClock(), new KeepAlive())
  const posted: ToThread[] = []
  calls.attach((message) => posted.push(message))
  const signal = AbortSignal.abort(new Error('nobody waits'))
  await expect(calls.make({ type: 'listClosed', since: 0 }, { signal })).rejects.toThrow('nobody waits')
  expect(posted).toEqual([])
})
