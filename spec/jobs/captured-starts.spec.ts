import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { jobs, ResultService, type PlainJobOptions, type UnawaitedJobOptions } from '../../lib/index.js'
import { capture } from '../fixtures/wire/capture.js'
import { CannedServer, hang, ok } from '../support/canned-server.js'

interface CapturedStart {
  readonly request: Readonly<Record<string, unknown>> & { readonly input: string }
}

const variants: Record<'with_options' | 'without_get_result', CapturedStart> = capture('start_variants')
const withResult: CapturedStart = capture('start_get_result')

const key = /result_key: [\w-]+/
const resultTaskList = /:task_list: \S+\n(\s+:schedule_to_start)/

let server: CannedServer
let service: ResultService

beforeAll(async () => {
  server = await CannedServer.start()
  server.answer('DescribeActivityType', ok({ typeInfo: { status: 'REGISTERED' } }))
  server.answer('PollForActivityTask', hang)
  server.answer('StartWorkflowExecution', ok({ runId: 'run' }))
  service = new ResultService({ swf: server.clientOptions, signals: false })
  await service.start()
})

afterAll(async () => {
  await service.stop({ drainMs: 0 })
  await server.close()
})

/** StartWorkflowExecution's whole request, with the receiver's names as in the other one. */
function comparable(request: Readonly<Record<string, unknown>>) {
  const input = String(request['input']).replace(key, 'result_key: K').replace(resultTaskList, ':task_list: L\n$1')
  return { ...request, input, workflowId: 'W' }
}

describe('a start as Ruby’s own', () => {
  test.each<[string, CapturedStart, unknown, PlainJobOptions | UnawaitedJobOptions]>([
    ['with a result wanted', withResult, { name: 'AWS' }, {}],
    ['without', variants.without_get_result, { name: 'nobody waits' }, { result: false }],
    [
      'with options',
      variants.with_options,
      { name: 'options' },
      {
        workflow: { tags: ['mine'], priority: 3, executionStartToCloseTimeoutMs: 120_000 },
        activity: {
          taskList: 'MyJobs',
          timeouts: { scheduleToCloseMs: 30_000, heartbeatMs: Infinity },
          retry: { maximumAttempts: 5, initialRetryIntervalMs: 1_000 },
        },
      },
    ],
  ])('is the same request %s', async (_, captured, input, options) => {
    const { start } = jobs(service)
    await ('result' in options ? start('MyJobs.hello', input, options) : start('MyJobs.hello', input, options))
    const sent = server.requests.findLast(({ operation }) => operation === 'StartWorkflowExecution')
    expect(comparable(sent?.body ?? {})).toStrictEqual(comparable(captured.request))
  })
})
