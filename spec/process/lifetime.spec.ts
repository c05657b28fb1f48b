import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LocalSwf } from '../../lib/local-swf/index.js'
import { CannedServer, hang, ok } from '../support/canned-server.js'
import { Child, swfEnvironment, saidBy } from '../support/child.js'
import { gate } from '../support/gate.js'
import { ResultTaskSender } from '../support/result-tasks.js'

let swf: LocalSwf
let sender: ResultTaskSender

beforeAll(async () => {
  swf = await LocalSwf.start()
  sender = new ResultTaskSender(swf)
})

afterAll(async () => {
  sender.destroy()
  await swf.stop()
})

const run = (script: string): Child => new Child(script, { env: swfEnvironment(swf.clientOptions) })

describe('the process ends by itself when nothing is pending', () => {
  test.each([
    ['idle.mjs', 'started'],
    ['start-unawaited.mjs', 'started'],
    ['stop-unawaited.mjs', 'stopped'],
    ['job-started.mjs', 'gave up: AbortError'],
  ])('%s', async (script, said) => {
    expect(await run(script).ended).toMatchObject({ code: 0, signal: null, output: expect.stringContaining(said) })
  })
})

describe('the process lives while a result is pending', () => {
  test.each(['pending-awaited.mjs', 'pending-unawaited.mjs'])('%s', async (script) => {
    const child = run(script)
    const { taskList, key } = await saidBy(child)
    await sender.deliver(taskList, [[key, 'came']])
    expect(await child.ended).toMatchObject({ code: 0, output: expect.stringContaining('result came') })
  })
})

test('the process lives while a call is unanswered, though nothing is pending any more', async () => {
  const server = await CannedServer.start()
  const answer = gate()
  server.answer('DescribeActivityType', ok({ typeInfo: { status: 'REGISTERED' } })).answer('PollForActivityTask', hang)
  server.answer('StartWorkflowExecution', async () => {
    await answer.opened
    return ok({ runId: 'run' })
  })
  const child = new Child('call-under-way.mjs', { env: swfEnvironment(server.clientOptions) })
  await child.says('gave up: AbortError')
  // Alive: it still has its connection, on which the answer goes out.
  const [request] = server.requestsOf('StartWorkflowExecution')
  let gone = false
  void request?.gone.then(() => (gone = true))
  await setTimeout(200)
  expect({ gone, exit: child.process.exitCode }).toEqual({ gone: false, exit: null })
  answer.open()
  expect(await child.ended).toMatchObject({ code: 0, output: expect.stringContaining('ends with 0 pending, 0 listeners') })
  await server.close()
})

describe('a failed result', () => {
  test('that nobody observes does not end the process', async () => {
    expect(await run('unobserved.mjs').ended).toMatchObject({ code: 0, output: 'caught ERR_RESULT_TIMEOUT\n' })
  })

  test('that is awaited throws there as any promise', async () => {
    expect(await run('observed.mjs').ended).toMatchObject({
      code: 1,
      output: expect.stringContaining('ResultTimeoutError: No result of'),
    })
  })
})
