import { afterAll, beforeAll, expect, it } from 'vitest'
import { JobWorker } from '../../lib/job-worker/index.js'
import { LocalJobs } from '../job-worker/local-jobs.js'

const called: unknown[] = []
const activities = {
  Pricing: {
    secret: 'not to be called',
    async quote(input: unknown) {
      called.push(input)
      return Object.keys(Object(input))
    },
  },
}

let jobs: LocalJobs
let worker: JobWorker
beforeAll(async () => {
  jobs = await LocalJobs.start()
  worker = await JobWorker.start({ activities, swf: jobs.swf.clientOptions })
})
afterAll(async () => {
  await worker.stop({ drainMs: 0 })
  await jobs.stop()
})

it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', '__defineGetter__', 'secret', 'then'])(
  'a job cannot call what is no activity, though SWF has a type of that name: Pricing.%s',
  async (method) => {
    await jobs.client.registerActivityType({
      domain: 'FlowDefault',
      name: `Pricing.${method}`,
      version: '1.0',
      defaultTaskList: { name: 'Pricing' },
      defaultTaskScheduleToCloseTimeout: 'NONE',
      defaultTaskScheduleToStartTimeout: 'NONE',
      defaultTaskStartToCloseTimeout: 'NONE',
      defaultTaskHeartbeatTimeout: 'NONE',
    })
    const outcome = await jobs.run(`Pricing.${method}`, 1)
    expect(outcome).toMatchObject({ status: 'failed', failure: { message: expect.stringContaining(`Pricing.${method}`) } })
    expect(called).toEqual([])
    expect(worker.health()).toMatchObject({ ok: true, state: 'running' })
  },
)

it('a hostile input reaches the activity as data', async () => {
  const input: unknown = JSON.parse('{"then": "x", "constructor": {"prototype": {"polluted": 1}}, "__proto__": {"polluted": 1}}')
  const outcome = await jobs.run('Pricing.quote', input)
  expect(outcome).toEqual({ status: 'completed', value: ['then', 'constructor', '__proto__'] })
  const [received] = called
  expect(Object.getPrototypeOf(received)).toBe(Object.prototype)
  expect({}).not.toHaveProperty('polluted')
})

it.each([
  ['no YAML', '---\n- ['],
  ['a bomb of aliases', `[&a ${'x'.repeat(20_000)}${',*a '.repeat(2_000)}]`],
  ['a nest', '['.repeat(10_000)],
  ['another template', '[{":definition": !ruby/object:Kernel {a: 1}, ":args": 1}]'],
])('a job that is started with %s fails with the reason, and the worker goes on', async (_, input) => {
  const execution = await jobs.startExecution(`hostile-${input.length}`, input)
  expect(await jobs.closed(execution)).toMatchObject({
    eventType: 'WorkflowExecutionFailed',
    workflowExecutionFailedEventAttributes: { reason: expect.stringMatching(/\S/) },
  })
  expect(worker.health()).toMatchObject({ ok: true, state: 'running' })
})
