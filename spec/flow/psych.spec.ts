import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { yamlDataConverter } from '../../lib/flow/converters/yaml-data-converter.js'
import { resolvePlain } from '../../lib/flow/yaml/reader/scalars.js'
import { namesAndTimes, plainData } from './arbitrary-values.js'
import { awkwardTexts } from './awkward-texts.js'
import { canonical, compareWithRuby, hasRuby } from './compare-with-ruby.js'
import { awkwardScalars, scalarText } from './plain-scalars.js'
import { rubyValues, withFoldedKeys } from './ruby-values-table.js'

const dump = (value: unknown): string => yamlDataConverter.dump(value)
const load = (text: string): unknown => yamlDataConverter.load(text)

const ours = Object.fromEntries(Object.entries(rubyValues).map(([name, value]) => [name, dump(value)]))
const plain: readonly unknown[] = [
  ...awkwardTexts,
  ...awkwardTexts.map((text) => ({ [text]: [text] })),
  ...fc.sample(plainData, { numRuns: 200, seed: 1 }),
]
const timesAndNames = fc.sample(namesAndTimes, { numRuns: 500, seed: 1 })
const scalars: readonly string[] = [...awkwardScalars, ...fc.sample(scalarText, { numRuns: 3_000, seed: 1 })]

/** To Psych a time without a zone is in UTC, and then has the offset of wherever it is read, which says nothing. */
function withoutLocalOffset(value: unknown): unknown {
  return Array.isArray(value) && value[0] === 'time' ? [...value.slice(0, 3), value[3] ?? 0] : value
}

function isError(value: unknown): boolean {
  return Array.isArray(value) && value[0] === 'error'
}

describe.skipIf(!hasRuby)('Ruby’s own YAML', () => {
  const ruby = hasRuby
    ? compareWithRuby({
        ours,
        plain: plain.map((value) => dump(value)),
        scalars,
        pairs: timesAndNames.map((value) => [dump(value), dump(value)]),
      })
    : undefined

  it('is asked about every value of the table', () => {
    expect(Object.keys(ruby?.values ?? {})).toStrictEqual(Object.keys(rubyValues))
  })

  it.each(Object.entries(rubyValues))('of the value "%s" is read as what the table says', (name, value) => {
    expect(load(ruby?.values[name]?.dump ?? '')).toStrictEqual(value)
  })

  it.each(Object.keys(rubyValues).filter((name) => !withFoldedKeys.has(name)))(
    'reads what we write for "%s" as the value it was',
    (name) => {
      const { value, ours: read } = ruby?.values[name] ?? {}
      expect(read).toStrictEqual(value)
    },
  )

  it('reads all plain data that we write without a class permitted to it', () => {
    expect(ruby?.plain).toStrictEqual(plain.map(canonical))
  })

  it('reads all symbols, times and days that we write as what they are', () => {
    expect(ruby?.pairs.map(([read]) => read)).toStrictEqual(timesAndNames.map(canonical))
  })

  it('takes unquoted scalars for what we take them for', () => {
    const differences = scalars.flatMap((text, index) => {
      const [mine, theirs] = [canonical(resolvePlain(text)), ruby?.scalars[index]].map(withoutLocalOffset)
      // What Psych chokes on is text here.
      if (isError(theirs)) return JSON.stringify(mine) === JSON.stringify(['string', text]) ? [] : [{ text, mine, theirs }]
      return JSON.stringify(mine) === JSON.stringify(theirs) ? [] : [{ text, mine, theirs }]
    })
    expect(differences).toStrictEqual([])
  })
})
