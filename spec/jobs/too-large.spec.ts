import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { jobs, JobFailedError, JobStartError, ResultService } from '../../lib/index.js'
import { JobWorker } from '../../lib/job-worker/index.js'
import { LocalSwf } from '../../lib/local-swf/index.js'

const activities = {
  Texts: {
    async repeat({ times }: { readonly text?: string; readonly times: number }) {
      return 'x'.repeat(times)
    },
  },
}

describe.each(['yaml', 'json'])('what is too large for SWF, in %s', (dataConverter) => {
  let swf: LocalSwf
  let worker: JobWorker
  let service: ResultService
  const starts: unknown[] = []

  beforeAll(async () => {
    swf = await LocalSwf.start({
      onRequest: ({ operation }) => void (operation === 'StartWorkflowExecution' && starts.push(operation)),
    })
    worker = await JobWorker.start({ activities, dataConverter, swf: swf.clientOptions, signals: false })
    service = new ResultService({ dataConverter, swf: swf.clientOptions, signals: false })
    await service.start()
  })

  afterAll(async () => {
    await service.stop({ drainMs: 0 })
    await worker.stop({ drainMs: 0 })
    await swf.stop()
  })

  test('as a job’s input is refused at the start, with the sizes and without a request', async () => {
    const { run } = jobs<typeof activities>(service)
    const refused = run('Texts.repeat', { text: 'x'.repeat(32_500), times: 1 }, { workflow: { id: 'large' } })
    await expect(refused).rejects.toBeInstanceOf(JobStartError)
    await expect(refused).rejects.toThrow(
      /^The job "large" was not started: its input takes 3[23]\d\d\d characters, and SWF takes 32768$/,
    )
    expect(starts).toStrictEqual([])
    expect(service.health().pending).toBe(0)
  })

  test.each([
    ['as a result', 40_000, /^The result of Texts\.repeat has 400\d\d characters, and SWF takes at most 32768$/],
    ['as a result with its key', 32_740, /cannot be delivered: the input of its result task would have 32[78]\d\d characters/],
  ])('%s fails at the caller, with the sizes and without a retry', async (_, times, message) => {
    const failed = jobs<typeof activities>(service).run('Texts.repeat', { times })
    await expect(failed).rejects.toBeInstanceOf(JobFailedError)
    await expect(failed).rejects.toThrow(message)
  })

  test('as an input of megabytes is refused before it is copied, and as such a result before it is written', async () => {
    const { run } = jobs<typeof activities>(service)
    const input = { text: 'x'.repeat(8_000_001), times: 1 }
    await expect(run('Texts.repeat', input)).rejects.toThrow(
      'the input of Texts.repeat: the value at .text is beyond 8000000 characters and bytes, the most that an input may have',
    )
    await expect(run('Texts.repeat', { times: 100_000_000 })).rejects.toThrow(
      'The result of Texts.repeat cannot be sent: the value is beyond 8000000 characters, far more than SWF carries',
    )
  })

  test('ends where SWF’s limit does', async () => {
    const result = await jobs<typeof activities>(service).run('Texts.repeat', { times: 32_600 })
    expect(result).toHaveLength(32_600)
  })
})
