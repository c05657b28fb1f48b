import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { FAULT_ROWS, type FaultAction } from '../../lib/swf/fault-table.js'

const DONE: Readonly<Record<FaultAction, string>> = {
  retry: 'retry',
  'back-off': 'back off',
  register: 'register',
  'refresh-credentials': 'refresh credentials',
  gone: 'drop',
  'give-up': 'give up',
}

const page = readFileSync(new URL('../../docs/faults.md', import.meta.url), 'utf8')

it('the page on faults has the rows of the table, in its order', () => {
  const rows = Object.entries(FAULT_ROWS).map(
    ([kind, { reason, action, code }]) => `| \`${kind}\` | ${reason} | ${DONE[action]} | \`${code}\` |`,
  )
  expect(page.split('\n').filter((line) => line.startsWith('| `'))).toEqual(rows)
})

it('the page on faults says what each action is', () => {
  const said = Array.from(page.matchAll(/^- \*\*(.+?)\*\*/gm), ([, name]) => name)
  expect(said).toEqual(Object.values(DONE).toSorted((a, b) => said.indexOf(a) - said.indexOf(b)))
})
