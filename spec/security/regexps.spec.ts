import { expect, it } from 'vitest'
import { isDoneIn } from '../fuzz/growth.js'
import { ALONE, BEGINNINGS, longTexts } from '../fuzz/long-texts.js'
import { ourPatterns, patternsIn } from '../fuzz/patterns.js'

/** A regular expression that goes back over what it has read takes seconds for such a text, and one that does not a millisecond. */
const LENGTH = 100_000
/** A hang guard for all texts together, far from what any of them takes. */
const GUARD_MS = 10_000

const texts = [
  ...longTexts(LENGTH, ALONE),
  ...longTexts(LENGTH / 2, { before: BEGINNINGS, after: [''], pieces: ['0', 'a', '.', ':', ',', '_', ' ', '\r', '::A', '/'] }),
].map(({ text }) => text)

it('all regular expressions are found', () => {
  const source = `
    // a comment's /one/
    const half = (length - 1) / 2 / rows[0] // 'and' /*
    const text = \`/two/ \${list.map((each) => each.replace(/[/\\]}\`]+/g, '}')).join(\`/three/\${1 / 2}\`)} /four/\`
    /* /five/ */ return /^six$/u.test('/seven/' + "'") || /eight/s
  `
  expect(patternsIn(source, 'a.ts')).toStrictEqual([
    { place: 'a.ts:4', source: '[/\\]}`]+', flags: 'g' },
    { place: 'a.ts:5', source: '^six$', flags: 'u' },
    { place: 'a.ts:5', source: 'eight', flags: 's' },
  ])
  expect(() => patternsIn('new RegExp(text)', 'a.ts')).toThrow('a.ts:1: a regular expression made of a text')
  expect(() => patternsIn('a /b/ c', 'a.ts')).toThrow('a slash that may be either')
  expect(ourPatterns().length).toBeGreaterThan(80)
})

it('one that takes the square of a text’s length is not done in time', () => {
  expect(isDoneIn(1_000, () => '\r'.repeat(LENGTH).search(/^[^\S\n]+at /m))).toBe(false)
})

it.each(ourPatterns().map(({ place, source, flags }) => [place, source, flags] as const))(
  'the regular expression of %s, %s, takes a long text in one go',
  (_, source, flags) => {
    const pattern = new RegExp(source, flags)
    expect(isDoneIn(GUARD_MS, () => texts.forEach((text) => text.search(pattern)))).toBe(true)
  },
)
