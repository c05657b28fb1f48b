import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { FAULT_ROWS } from '../../lib/swf/faults/fault-table.js'

const inWords = (action: string): string => action.replaceAll('-', ' ')

const page = readFileSync(new URL('../../docs/faults.md', import.meta.url), 'utf8')

it('the page on faults has the rows of the table, in its order', () => {
  const rows = Object.entries(FAULT_ROWS).map(
    ([kind, { reason, action, code }]) => `| \`${kind}\` | ${reason} | ${inWords(action)} | \`${code}\` |`,
  )
  expect(page.split('\n').filter((line) => line.startsWith('| `'))).toEqual(rows)
})

it('the page on faults says what each action is', () => {
  const said = Array.from(page.matchAll(/^- \*\*(.+?)\*\*/gm), ([, name]) => name)
  expect(said).toHaveLength(new Set(said).size)
  expect(new Set(said)).toEqual(new Set(Object.values(FAULT_ROWS).map(({ action }) => inWords(action))))
})
