import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const root = new URL('../../', import.meta.url)
const page = readFileSync(new URL('docs/security.md', root), 'utf8')
const [, threats = ''] = page.split('## Threats')
const rows = threats
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| threat |') && !line.startsWith('| --- |'))
  .map((line) =>
    line
      .slice(2, -2)
      .split(' | ')
      .map((cell) => cell.trim()),
  )

it('each threat has what is done or what is not, and a spec', () => {
  expect(rows.length).toBeGreaterThan(25)
  for (const [threat, ...cells] of rows) {
    expect(cells, threat).toHaveLength(3)
    expect(`${cells[0]}${cells[1]}`, threat).not.toBe('––')
    expect(cells[2], threat).toMatch(/^`spec\/[\w./-]+\.spec\.ts` "[^"]+"(?:; `spec\/[\w./-]+\.spec\.ts` "[^"]+")*$/)
  }
})

const named = Array.from(threats.matchAll(/`(spec\/[\w./-]+)` "([^"]+)"/g), ([, path = '', title = '']) => [path, title] as const)

/** A title, or a part of one, as it stands in its quotes. */
it.each(named)('%s has "%s"', (path, title) => {
  const file = new URL(path, root)
  expect(existsSync(file)).toBe(true)
  expect(readFileSync(file, 'utf8')).toMatch(new RegExp(`['\`][^'\`\\n]*${escape(title)}[^'\`\\n]*['\`]`))
})

function escape(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)
}
