import { expect, test } from 'vitest'
import { WorkflowClosedError, type StartedJob } from '../../lib/index.js'
import { LIST, MINUTE_MS, READ, Scene, until } from './scene.js'

test('400 jobs that ended without a result are settled by a bounded number of requests', async () => {
  const scene = await Scene.start()
  const started: StartedJob[] = []
  while (started.length < 400) {
    const some = Array.from({ length: 50 }, () =>
      scene.start({ timeoutMs: Infinity, workflow: { executionStartToCloseTimeoutMs: 1_000 } }),
    )
    started.push(...(await Promise.all(some)))
  }
  const count = (): readonly number[] => [LIST, READ, 'DescribeWorkflowExecution'].map((operation) => scene.count(operation))
  const before = count()
  for (const left of [100, 0]) {
    scene.clock.advance(MINUTE_MS)
    await until(() => scene.service.health().pending === left)
  }
  for (const { result } of started) await expect(result).rejects.toBeInstanceOf(WorkflowClosedError)
  expect(scene.service.health()).toMatchObject({ ok: true, settled: 400, reconciled: 400 })
  // A list for each 300 of them, since so many histories are read in a minute, and for each list the start of the oldest.
  expect(count().map((each, index) => each - (before[index] ?? 0))).toEqual([2, 402, 0])
}, 240_000)
