import type { Decision } from '@aws-sdk/client-swf'
import { describe, expect, test } from 'vitest'
import type { StartedJob } from '../../lib/index.js'
import { Child, swfEnvironment } from '../support/child.js'
import { MINUTE_MS, rubyEnd, Scene, toNobody, until } from './scene.js'

describe('a success that looks like a failure', () => {
  test('a workflow terminated after its job step: the sweep brings the value', async () => {
    const scene = await Scene.start()
    const job = await scene.start()
    await scene.decide()
    await scene.complete('--- 5\n')
    await scene.terminate(job)
    scene.clock.advance(MINUTE_MS)
    expect(await job.result).toBe(5)
    expect(scene.service.health()).toMatchObject({ ok: true, pending: 0, settled: 1, reconciled: 1, late: 0 })
  })

  /** Four result tasks of 60 s each, the delays between them, and the decider's word. */
  async function findNoReceiver(scene: Scene, end: (decisions: readonly Decision[]) => readonly Decision[]): Promise<StartedJob> {
    const job = await scene.start()
    await scene.decide()
    await scene.complete('--- 5\n')
    await scene.decide(toNobody)
    for (let retry = 1; retry <= 3; retry += 1) {
      scene.clock.advance(MINUTE_MS)
      await scene.decide()
      scene.clock.advance(12_000)
      await scene.decide(toNobody)
    }
    scene.clock.advance(MINUTE_MS)
    await scene.decide(end)
    return job
  }

  test.each<[string, string, typeof rubyEnd]>([
    ['failed by Ruby’s decider', 'FAILED', rubyEnd],
    ['completed by JobWorker’s', 'COMPLETED', (decisions) => decisions],
  ])('a result step that found no receiver, %s: the sweep brings the value', async (_, closeStatus, end) => {
    const scene = await Scene.start()
    const { workflowId, runId, result } = await findNoReceiver(scene, end)
    expect(scene.service.health()).toMatchObject({ pending: 1, settled: 0 })
    const { executionInfo } = await scene.client.describeWorkflowExecution({
      domain: 'FlowDefault',
      execution: { workflowId, runId },
    })
    expect(executionInfo?.closeStatus).toBe(closeStatus)
    await scene.sweepUntil(() => scene.service.health().settled > 0)
    expect(await result).toBe(5)
    expect(scene.service.health()).toMatchObject({ settled: 1, reconciled: 1 })
  })

  test('a run closed while the process was paused: its next deadline brings the value', async () => {
    const scene = await Scene.start()
    const child = new Child('job-paused.mjs', { env: swfEnvironment(scene.swf.clientOptions) })
    await child.says('}\n')
    child.kill('SIGSTOP')
    const job: Pick<StartedJob, 'workflowId' | 'runId'> = JSON.parse(/\{.*\}/.exec(child.output)?.[0] ?? '')
    await scene.decide()
    await scene.complete('--- 5\n')
    await scene.terminate(job)
    child.kill('SIGCONT')
    expect(await child.ended).toMatchObject({ code: 0, output: expect.stringContaining('result 5') })
  })

  test('a job step that completed in an execution that is still open: the deadline brings the value', async () => {
    const scene = await Scene.start()
    const job = await scene.start({ timeoutMs: 1_000 })
    await scene.decide()
    await scene.complete('--- 5\n')
    scene.clock.advance(1_000)
    expect(await job.result).toBe(5)
    // Its result task is nobody's then, and is answered all the same.
    await scene.decide()
    await until(() => scene.service.health().late === 1)
    expect(scene.service.health()).toMatchObject({ settled: 1, reconciled: 1 })
  })
})
