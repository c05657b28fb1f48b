import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LocalSwf } from '../../lib/local-swf/index.js'
import { Child, saidBy, swfEnvironment } from '../support/child.js'
import type { Deed } from '../support/obedient-thread.js'
import { ResultTaskSender } from '../support/result-tasks.js'

let swf: LocalSwf
let sender: ResultTaskSender

beforeEach(async () => {
  swf = await LocalSwf.start()
  sender = new ResultTaskSender(swf)
})

afterEach(async () => {
  sender.destroy()
  await swf.stop()
})

interface Run {
  /** How many times faster than on the wall the child's time passes. */
  readonly speed?: number
  readonly idle?: boolean
  /** What its first thread does with its first task. */
  readonly deed?: Deed
  readonly flags?: readonly string[]
}

function run({ speed = 1, idle = false, deed, flags = [] }: Run = {}): Child {
  const all = [String(speed), idle ? 'idle' : 'awaited', ...(deed === undefined ? [] : [deed])]
  return new Child('supervised.mjs', { arguments: all, flags, env: swfEnvironment(swf.clientOptions) })
}

describe('a payload that ends its thread is failed with the reason, and the process and what it waits for live on', () => {
  test.each<[string, Run, RegExp]>([
    ['exits', { deed: 'exit' }, /exit code 3/],
    // Node's limit for the thread is that of the process.
    ['exhausts the memory, by many small objects', { deed: 'exhaust', flags: ['--max-old-space-size=64'] }, /memory limit/],
    ['never ends', { deed: 'block', speed: 10 }, /did not answer/],
  ])('when it %s', async (_, how, reason) => {
    const child = run(how)
    const { taskList, key } = await saidBy(child)
    expect(await sender.deliver(taskList, [[key, 'first']])).toMatchObject([{ reason: expect.stringMatching(reason) }])
    await sender.deliver(taskList, [[key, 'second']])
    expect(await child.ended).toMatchObject({ code: 0, output: expect.stringContaining('result second, 1 restarts') })
  })
})

test('a pause of the whole process, longer than the patience with a silent thread, is not the thread’s fault', async () => {
  const child = run({ speed: 10 })
  const { taskList, key } = await saidBy(child)
  // 40 s of the child's time, where 20 s of silence are the end of a thread.
  child.kill('SIGSTOP')
  await setTimeout(4_000)
  child.kill('SIGCONT')
  await setTimeout(1_000)
  await sender.deliver(taskList, [[key, 'after the pause']])
  expect(await child.ended).toMatchObject({ code: 0, output: expect.stringContaining('result after the pause, 0 restarts') })
})

describe('while the thread is down', () => {
  test('the process lives for what is pending, however long SWF is away', async () => {
    const child = run()
    const { taskList, key } = await saidBy(child)
    await swf.stop()
    child.kill('SIGUSR2')
    await child.says('running to restarting')
    await child.says('fault StartError ResultWorker could not start')
    swf = await LocalSwf.start({ port: swf.port })
    await child.says('restarting to running')
    await sender.deliver(taskList, [[key, 'at last']])
    expect(await child.ended).toMatchObject({ code: 0, output: expect.stringContaining('result at last, 1 restarts') })
  })

  test('a process that waits for nothing ends', async () => {
    const child = run({ idle: true })
    const { code, output } = await child.ended
    expect(code).toBe(0)
    expect(output).toContain('running to restarting')
    expect(output).not.toContain('restarting to running')
  })

  test('TERM rejects what is pending, and ends the process', async () => {
    const child = run()
    await saidBy(child)
    await swf.stop()
    child.kill('SIGUSR2')
    await child.says('running to restarting')
    child.kill('SIGTERM')
    expect(await child.ended).toMatchObject({
      signal: 'SIGTERM',
      output: expect.stringMatching(/restarting to stopping[^]*rejected ResultWorkerStoppedError/),
    })
  })
})
