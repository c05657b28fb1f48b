import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LocalSwf } from '../../lib/local-swf/index.js'
import { CannedServer, hang } from '../support/canned-server.js'
import { Child, swfEnvironment, saidBy } from '../support/child.js'
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

function serve(drainMs: number, traits: readonly string[] = [], wrapper: readonly string[] = []): Child {
  return new Child('serve.mjs', { arguments: [String(drainMs), ...traits], env: swfEnvironment(swf.clientOptions), wrapper })
}

describe.each(['SIGTERM', 'SIGINT'] as const)('%s', (signal) => {
  test('lets what is pending come, and then ends the process as if nobody had listened', async () => {
    const child = serve(Infinity)
    const { taskList, key } = await saidBy(child)
    child.kill(signal)
    await sender.deliver(taskList, [[key, 'in time']])
    expect(await child.ended).toMatchObject({ code: null, signal, output: expect.stringContaining('result in time') })
  })

  test('rejects what does not come within the drain, and reports it as a stop does', async () => {
    const child = serve(50)
    const { key } = await saidBy(child)
    child.kill(signal)
    const { output, ...end } = await child.ended
    expect(end).toEqual({ code: null, signal })
    expect(output).toContain('rejected ResultWorkerStoppedError')
    expect(output).toContain(`report {"settled":0,"abandoned":[{"key":"${key}"}],"unanswered":[]}`)
  })

  test('bounds a stop that is under way by the drain of the start', async () => {
    const child = serve(50, ['stopping'])
    await saidBy(child)
    child.kill(signal)
    expect(await child.ended).toMatchObject({ code: null, signal, output: expect.stringContaining('"abandoned":[{') })
  })

  test.each(['service', 'job-worker'])('stops a %s that is starting, too', async (kind) => {
    const silent = await CannedServer.start()
    silent.answer('DescribeActivityType', hang).answer('DescribeWorkflowType', hang)
    const child = serve(Infinity, [`starting-${kind}`, silent.clientOptions.endpoint])
    const { taskList, key } = await saidBy(child)
    await silent.arrivals(kind === 'service' ? 'DescribeActivityType' : 'DescribeWorkflowType')
    child.kill(signal)
    await child.says('start rejected ResultWorkerStoppedError')
    await sender.deliver(taskList, [[key, 'in time']])
    expect(await child.ended).toMatchObject({ code: null, signal, output: expect.stringContaining('result in time') })
    await silent.close()
  })

  test.each(['service', 'job-worker'])('stops a %s whose start is asked for while others drain', async (kind) => {
    const child = serve(Infinity, [`start-late-${kind}`])
    const { taskList, key } = await saidBy(child)
    child.kill(signal)
    await child.says('start rejected ResultWorkerStoppedError')
    await sender.deliver(taskList, [[key, 'in time']])
    expect(await child.ended).toMatchObject({ code: null, signal })
  })

  test('twice in a row ends at once', async () => {
    const child = serve(Infinity)
    await saidBy(child)
    child.kill(signal)
    child.kill(signal)
    const end = child.ended
    // Two signals sent at once may arrive as one: ask until it is over.
    const again = setInterval(() => child.kill(signal), 50)
    expect(await end).toMatchObject({ code: null, signal })
    clearInterval(again)
    expect(child.output).not.toContain('rejected')
  })

  test('waits for no listener of signal-exit, which waits for ours', async () => {
    const child = serve(50, ['signal-exit'])
    await saidBy(child)
    child.kill(signal)
    const { output, ...end } = await child.ended
    expect(end).toEqual({ code: null, signal })
    expect(output).toMatch(new RegExp(`rejected ResultWorkerStoppedError[^]*signal-exit ${signal}`))
  })
})

test('an application that listens itself is left alone, and calls stop', async () => {
  const child = serve(Infinity, ['own-listener'])
  await saidBy(child)
  child.kill('SIGTERM')
  const { code, output } = await child.ended
  expect(code).toBe(7)
  expect(output).toMatch(/application SIGTERM[^]*abandoned 1/)
})

const unshare = ['unshare', '--user', '--pid', '--fork', '--kill-child']
const forbidden = spawnSync(unshare[0] ?? '', [...unshare.slice(1), 'true']).status !== 0

test.skipIf(forbidden)(
  `as PID 1, which survives its own signal, the process exits with 143${forbidden ? ' (skipped: unshare is forbidden here)' : ''}`,
  async () => {
    const child = serve(50, ['signal-itself'], unshare)
    expect(await child.ended).toMatchObject({ code: 143, output: expect.stringContaining('rejected ResultWorkerStoppedError') })
  },
)
