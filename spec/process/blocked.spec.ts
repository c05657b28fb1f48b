import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { JobWorker } from '../../lib/job-worker/index.js'
import { LocalSwf } from '../../lib/local-swf/index.js'
import { Child, saidBy, swfEnvironment } from '../support/child.js'
import { ResultTaskSender } from '../support/result-tasks.js'

const COUNT = 100
const DEADLINE_MS = 600

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

function blocked(what: 'jobs' | 'results', end: 'deadline' | 'signal'): Child {
  return new Child('blocked.mjs', {
    arguments: [what, String(COUNT), end, String(DEADLINE_MS)],
    env: swfEnvironment(swf.clientOptions),
  })
}

function keysIn(output: string): readonly string[] {
  const said: unknown = JSON.parse(/waiting (.*)/.exec(output)?.[1] ?? '')
  if (typeof said === 'object' && said !== null && 'key' in said && Array.isArray(said.key)) return said.key.map(String)
  throw new Error(`the child does not say what it waits for: ${output}`)
}

/** Each result was answered in SWF while the main loop of its caller stood still, until after all deadlines. */
describe('a main loop that was busy beyond what ends the waits', () => {
  test.each(['deadline', 'signal'] as const)('finds the results that came for createResult meanwhile: %s', async (end) => {
    const child = blocked('results', end)
    const { taskList } = await saidBy(child)
    const answers = await sender.deliver(
      taskList,
      keysIn(child.output).map((key, number) => [key, number]),
    )
    expect(answers).toHaveLength(COUNT)
    child.tell('go on')
    const { code, output } = await child.ended
    expect(output).toContain(`ends {"value":${COUNT}}\nlate 0, running\n`)
    expect(code).toBe(0)
  })

  test.each(['deadline', 'signal'] as const)('finds the results that came for jobs meanwhile: %s', async (end) => {
    const activities = { Work: { echo: async (number: number) => number } }
    const worker = await JobWorker.start({ activities, swf: swf.clientOptions, signals: false })
    const child = blocked('jobs', end)
    await saidBy(child)
    const completed = (): number => swf.executions().filter(({ status }) => status === 'COMPLETED').length
    const before = completed()
    while (completed() < before + COUNT) await new Promise((resolve) => setTimeout(resolve, 10))
    child.tell('go on')
    const { code, output } = await child.ended
    expect(output).toContain(`ends {"value":${COUNT}}\nlate 0, running\n`)
    expect(code).toBe(0)
    await worker.stop({ drainMs: 0 })
  })
})
