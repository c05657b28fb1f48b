import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ResultService } from '../../lib/index.js'
import { LocalSwf } from '../../lib/local-swf/index.js'
import { hasRuby } from '../flow/compare-with-ruby.js'
import { root } from '../support/packed-project.js'
import { ResultTaskSender } from '../support/result-tasks.js'

interface ActivityCall {
  readonly name: string
  readonly options: { readonly prefix_name: string; readonly version: string; readonly task_list?: string }
  readonly input: string
}

const example = /^```ruby\n([^]*?)^```$/m.exec(readFileSync(join(root, 'README.md'), 'utf8'))?.[1] ?? ''

/** The activities that the README's Ruby workflow asks for, on a stand-in for the framework. */
function activitiesFor(input: object): ActivityCall[] {
  const framework = join(root, 'spec/fixtures/ruby/flow')
  const { status, stdout, stderr } = spawnSync('ruby', ['-I', framework, '-'], {
    input: example,
    encoding: 'utf8',
    env: { ...process.env, WORKFLOW_INPUT: JSON.stringify(input), LANG: 'C.UTF-8' },
    timeout: 30_000,
  })
  if (status !== 0) throw new Error(`ruby ended with ${status}: ${stderr}`)
  return stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]))
}

describe.skipIf(!hasRuby)('the README’s workflow in Ruby', () => {
  test('sends its result to a createResult', async () => {
    const swf = await LocalSwf.start()
    const service = new ResultService({ swf: swf.clientOptions, signals: false })
    const sender = new ResultTaskSender(swf)
    try {
      await service.start()
      const { key, taskList, promise } = service.createResult()
      const [write, run] = activitiesFor({ month: 11, key, task_list: taskList })
      expect(write).toMatchObject({ name: 'write', options: { prefix_name: 'ReportActivities', version: '1.0' } })
      expect(run).toMatchObject({
        name: 'run',
        options: { prefix_name: 'FlowDefaultResultActivityRuby', version: '1.0', task_list: taskList },
      })
      await sender.send([{ taskList, input: run?.input }])
      expect(await promise).toBe('done')
    } finally {
      sender.destroy()
      await service.stop({ drainMs: 0 })
      await swf.stop()
    }
  })
})
