import { expect, it } from 'vitest'
import { encodeStart, type JobStart } from '../../lib/flow/templates.js'
import { capture } from '../fixtures/wire/capture.js'

interface CapturedStart {
  readonly request: { readonly input: string }
}

const captured = capture<CapturedStart>('start_get_result').request.input
const variants = capture<Record<'with_options' | 'without_get_result', CapturedStart>>('start_variants')
const [, key = ''] = /key: '(.+)'/.exec(captured) ?? []
const [, resultTaskList = ''] = /:task_list: (.+)/.exec(captured) ?? []
const hello: JobStart = { className: 'MyJobs', method: 'hello', args: { name: 'AWS' }, key, resultTaskList }

it('is to the letter what the framework writes', () => {
  expect(encodeStart(hello)).toBe(captured.replace(resultTaskList, `'${resultTaskList}'`))
})
