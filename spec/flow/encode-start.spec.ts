import { describe, expect, it } from 'vitest'
import { encodeStart } from '../../lib/flow/inputs/encode-start.js'
import type { JobDescription } from '../../lib/protocol/job-description.js'
import { capture } from '../fixtures/wire/capture.js'

interface CapturedStart {
  readonly request: { readonly input: string }
}

const getResult: CapturedStart = capture('start_get_result')
const captured = getResult.request.input
const variants: Record<'with_options' | 'without_get_result', CapturedStart> = capture('start_variants')

/** Who waits for the result, as a captured input says. */
function receiver(input: string): Pick<JobDescription, 'key' | 'resultTaskList'> {
  return { key: /key: '(.+)'/.exec(input)?.[1], resultTaskList: /:task_list: (\S+)\n\s+:schedule_to_start/.exec(input)?.[1] }
}

describe('the input of StartWorkflowExecution', () => {
  it('is to the letter what the framework writes', () => {
    const start = { className: 'MyJobs', method: 'hello', args: { name: 'AWS' }, ...receiver(captured) }
    expect(encodeStart(start)).toBe(captured)
  })

  it('has no result step and no anchor when nobody waits', () => {
    const start = { className: 'MyJobs', method: 'hello', args: { name: 'nobody waits' } }
    expect(encodeStart(start)).toBe(variants.without_get_result.request.input)
  })

  it('has the activity options in the framework’s words', () => {
    const input = variants.with_options.request.input
    const start = {
      className: 'MyJobs',
      method: 'hello',
      args: { name: 'options' },
      taskPriority: '3',
      taskList: 'MyJobs',
      scheduleToCloseTimeout: '30',
      heartbeatTimeout: 'NONE',
      ...receiver(input),
    }
    const withDefaultRetries = input.replace('maximum_attempts: 5\n          :initial_retry_interval: 1', 'maximum_attempts: 3')
    expect(encodeStart(start)).toBe(withDefaultRetries)
  })

  it('has symbols as keys everywhere in the argument, of whatever text', () => {
    const args = { list: [{ inner: 1 }], 'with space': 2, 'a: b': 3, '': 4, '1': 5 }
    expect(encodeStart({ className: 'A', method: 'b', args })).toContain(
      [
        '  :args:',
        '    !ruby/symbol "1": 5',
        '    :list:',
        '    - :inner: 1',
        '    !ruby/symbol "with space": 2',
        '    !ruby/symbol "a: b": 3',
        '    !ruby/symbol "": 4',
        '',
      ].join('\n'),
    )
  })

  it('quotes names that are no words', () => {
    const input = encodeStart({ className: 'yes', method: '012', version: '1', args: null, taskList: '007' })
    expect(input).toContain("name: '012'\n")
    expect(input).toContain(":prefix_name: 'yes'\n")
    expect(input).toContain(":version: '1'\n")
    expect(input).toContain(":task_list: '007'\n")
    expect(input).toContain('  :args:\n')
  })

  it('refuses an argument that is no plain data, and names the place', () => {
    const args = { order: { items: [() => 1] } }
    expect(() => encodeStart({ className: 'A', method: 'b', args })).toThrow(/\.order\.items\[0\] is a function/)
  })
})
