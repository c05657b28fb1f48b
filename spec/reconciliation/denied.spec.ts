import { expect, test } from 'vitest'
import { ResultTimeoutError } from '../../lib/index.js'
import { LIST, MINUTE_MS, READ, Scene, until } from './scene.js'

test.each<[string, readonly string[]]>([
  ['both reads', [LIST, READ]],
  ['lists only', [LIST]],
  ['histories only', [READ]],
])('a policy that denies %s switches the sweep off, with one warning', async (_, deny) => {
  const scene = await Scene.start({ deny })
  const job = await scene.start({ timeoutMs: 10 * MINUTE_MS })
  await scene.decide()
  await scene.complete('--- 5\n')
  await scene.terminate(job)
  scene.clock.advance(MINUTE_MS)
  await until(() => scene.faults.length > 0)
  const asked = scene.count(LIST) + scene.count(READ)
  scene.clock.advance(8 * MINUTE_MS)
  expect(scene.service.health()).toMatchObject({ ok: true, pending: 1 })

  // The deadline holds: it looks where it may, and knows better than to ask where it may not.
  scene.clock.advance(MINUTE_MS)
  if (deny.includes(READ)) await expect(job.result).rejects.toBeInstanceOf(ResultTimeoutError)
  else expect(await job.result).toBe(5)

  expect(scene.count(LIST) + scene.count(READ)).toBe(asked + (deny.includes(READ) ? 0 : 1))
  expect(scene.faults).toEqual([{ name: 'Warning', message: expect.stringContaining(`swf:${deny.at(-1)}`) }])
})
