import { describe, expect, it } from 'vitest'
import { isDoneIn, slowSubjects } from './growth.js'
import { longTexts } from './long-texts.js'
import { readerSubjects } from './subjects.js'

/** A hang guard, for all texts together. */
const GUARD_MS = 10_000
const texts = [
  ...longTexts(100_000, {
    before: ['', '"'],
    after: [''],
    pieces: ['\r', '\n', '\u2028', ' ', '- ', '? ', '[', "'", '    at x (y:1:1)\n'],
  }),
].map(({ text }) => text)

describe('a text of what is repeated', () => {
  it.each(readerSubjects.map(({ name, run, longest }) => [name, run, longest] as const))(
    'is read without a stop: %s',
    (_, run, longest) => {
      const attempt = (text: string): void => {
        try {
          run(text.slice(0, longest))
        } catch {
          // It may be refused.
        }
      }
      expect(isDoneIn(GUARD_MS, () => texts.forEach(attempt))).toBe(true)
    },
  )
})

describe('whether the time grows as the text does', () => {
  const once = { before: [''], after: [''], pieces: ['a'] }
  const steps = (count: number): void => {
    for (let left = count; left > 0; left -= 1) Math.imul(left, left)
  }

  it('is told of what takes more', () => {
    const slow = slowSubjects([{ name: 'planted', longest: 600, run: (text) => steps(text.length ** 3) }], once)
    expect(slow).toStrictEqual([{ subject: 'planted', text: '["","a",""]', what: expect.stringMatching(/^it took \d+ ms/) }])
  })

  it('and not of what takes its time, but as much for each part', () => {
    expect(slowSubjects([{ name: 'planted', run: (text) => steps(text.length * 2_000) }], once)).toStrictEqual([])
  })
})
