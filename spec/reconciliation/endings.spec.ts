import { expect, test } from 'vitest'
import { JobFailedError, ResultError, WorkflowClosedError, type StartedJob } from '../../lib/index.js'
import { MINUTE_MS, Scene } from './scene.js'

const HOUR_MS = 3_600_000
const details = '--- !ruby/exception:RuntimeError\nmessage: boom\n---\n- "jobs.rb:20"\n'

test.each<[string, string, (scene: Scene, job: StartedJob) => Promise<void>]>([
  ['TIMED_OUT', 'ran out of time', async ({ clock }) => clock.advance(HOUR_MS)],
  ['TERMINATED', 'was terminated (by hand)', (scene, job) => scene.terminate(job, 'by hand')],
  [
    'CANCELED',
    'was canceled (as asked)',
    (scene) =>
      scene.decide(() => [
        { decisionType: 'CancelWorkflowExecution', cancelWorkflowExecutionDecisionAttributes: { details: 'as asked' } },
      ]),
  ],
  [
    'FAILED',
    'was failed by its decider (no idea)',
    (scene) =>
      scene.decide(() => [
        { decisionType: 'FailWorkflowExecution', failWorkflowExecutionDecisionAttributes: { reason: 'no idea', details } },
      ]),
  ],
])('a workflow that ended %s before any result is a WorkflowClosedError', async (closeStatus, text, end) => {
  const scene = await Scene.start()
  const job = await scene.start({ timeoutMs: Infinity })
  await end(scene, job)
  // An advance of an hour has begun a sweep of its own, at its first minute.
  await scene.sweepUntil(() => scene.service.health().pending === 0)
  const error: unknown = await job.result.catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(WorkflowClosedError)
  expect(error).toBeInstanceOf(ResultError)
  expect(error).not.toBeInstanceOf(JobFailedError)
  expect(error).toMatchObject({
    name: 'WorkflowClosedError',
    code: `ERR_RESULT_WORKFLOW_${closeStatus}`,
    closeStatus,
    workflowId: job.workflowId,
    runId: job.runId,
    message: expect.stringContaining(text),
    ...(closeStatus === 'FAILED' && { cause: { name: 'RuntimeError', message: 'boom' } }),
  })
  expect(scene.service.health()).toMatchObject({ settled: 1, reconciled: 1 })
})

test('a failure found in the history is the same error that a result task brings', async () => {
  const scene = await Scene.start()
  const [told, untold] = [await scene.start(), await scene.start()]
  const errors: unknown[] = []
  for (const job of [told, untold]) {
    await scene.decide()
    await scene.fail('boom', details)
    if (job === told) await scene.decide()
    else await scene.terminate(job)
  }
  errors.push(await told.result.catch((reason: unknown) => reason))
  scene.clock.advance(MINUTE_MS)
  errors.push(await untold.result.catch((reason: unknown) => reason))
  for (const error of errors) {
    expect(error).toBeInstanceOf(JobFailedError)
    expect(error).toMatchObject({
      code: 'ERR_RESULT_JOB_FAILED',
      type: 'RuntimeError',
      message: 'boom',
      stack: 'RuntimeError: boom\n    at jobs.rb:20',
      fields: {},
    })
  }
  expect(scene.service.health()).toMatchObject({ settled: 2, reconciled: 1 })
})

test('a job that SWF could not schedule, and whose workflow ended before it was told, is the same JobFailedError', async () => {
  const scene = await Scene.start()
  const job = await scene.start({ activity: { version: '9.9', retry: { maximumAttempts: 0 } } })
  await scene.decide()
  await scene.terminate(job)
  scene.clock.advance(MINUTE_MS)
  await expect(job.result).rejects.toMatchObject({
    name: 'JobFailedError',
    code: 'ERR_RESULT_JOB_NOT_SCHEDULED',
    message: expect.stringContaining('Pricing.quote 9.9 is not registered'),
  })
})
