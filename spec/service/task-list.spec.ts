import { expect, test } from 'vitest'
import { makeIdentity } from '../../lib/base/identity.js'
import { isSwfName } from '../../lib/base/options.js'
import { makeTaskList } from '../../lib/base/identity.js'

test.each(['host', 'a'.repeat(300), 'arn', 'with:colon/and|bar', ' spaces ', '\u0000\u001f', 'ünïcödé', ''])(
  'a host named %j gives a task list that SWF takes',
  (host) => {
    for (const prefix of ['result', 'p'.repeat(128)]) {
      const taskList = makeTaskList(prefix, host)
      expect(isSwfName.accepts(taskList)).toBe(true)
      expect(taskList.startsWith(`${prefix}-`)).toBe(true)
      expect(taskList).toContain(`-${process.pid}-`)
    }
    expect(makeIdentity(host).length).toBeLessThanOrEqual(256)
  },
)

test('no two task lists are the same', () => {
  expect(makeTaskList('result')).not.toBe(makeTaskList('result'))
})
