import { readdirSync, readFileSync } from 'node:fs'
import { createContext, Script } from 'node:vm'
import { expect, it } from 'vitest'

/** A regular expression that goes back over what it has read takes minutes for such a text, one that does not a millisecond. */
const LENGTH = 50_000
/** A hang guard, far from what any of them takes. */
const GUARD_MS = 10_000

const lib = new URL('../../lib/', import.meta.url)
const literal = /(?<=[=(,:?|&!\s[])\/(?![/*])((?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([dgimsuvy]*)(?=[\s.,;)\]]|$)/gm

/** Every regular expression in our code, with where it stands. */
const expressions = readdirSync(lib, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .flatMap((path) => {
    const lines = readFileSync(new URL(path, lib), 'utf8').split('\n')
    return lines.flatMap((line, index) => {
      if (/^\s*(?:\*|\/\/|\/\*|import )/.test(line)) return []
      return Array.from(line.matchAll(literal), ([, source = '', flags = '']) => [`${path}:${index + 1}`, source, flags] as const)
    })
  })

const beginnings = ['', '0', '-1', ':', '!ruby/', '/', '0x', '1:', '1.', 'A', '2015-03-04 05:06:07.', 'Credential=']
const repeated = [
  '0',
  '1_',
  ',',
  'a',
  'A',
  ' ',
  '\t',
  '\n',
  '-',
  '+',
  '.',
  ':',
  '/',
  '!',
  '%',
  '@',
  '[',
  'm',
  'e1',
  'é',
  '::A',
  '[]',
  '\ud83d',
]
const ends = ['', '!', '\n', 'x ', '\u0000']
const texts = [
  ...beginnings.flatMap((before) => repeated.flatMap((piece) => ends.map((after) => filled(before, piece, after)))),
  // For those that look for what comes again.
  Array.from({ length: LENGTH }, (_, index) => String.fromCharCode(0x21 + index)).join(''),
]

function filled(before: string, piece: string, after: string): string {
  return before + piece.repeat(LENGTH / piece.length) + after
}

it('the regular expressions are found', () => {
  expect(expressions.length).toBeGreaterThan(80)
})

it.each(expressions)('the regular expression of %s, %s, takes a long text in one go', (_, source, flags) => {
  const context = createContext({ expression: new RegExp(source, flags), texts })
  const search = new Script('for (const text of texts) text.search(expression)')
  expect(() => search.runInContext(context, { timeout: GUARD_MS })).not.toThrow()
})
