import { isDeepStrictEqual } from 'node:util'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { yamlDataConverter } from '../../lib/flow/converters/yaml-data-converter.js'
import { resolvePlain } from '../../lib/flow/yaml/reader/scalars.js'

const dump = (value: unknown): string => yamlDataConverter.dump(value)
const load = (text: string): unknown => yamlDataConverter.load(text)

/** What both call by the same name: not what Ruby alone takes for a symbol or number, nor the key that merges. */
const text = fc.string({ unit: 'grapheme' }).filter((value) => typeof resolvePlain(value) === 'string' && value !== '<<')
const number = fc.oneof(fc.integer(), fc.double({ noNaN: true })).filter((value) => Object.is(resolvePlain(String(value)), value))
const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    text,
    number,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value')),
    fc.dictionary(text, tie('value'), { noNullPrototype: true }),
  ),
})).value

/** A run is like the one before. */
const SEEDED = { seed: 1, numRuns: Number(process.env['YAML_RUNS'] ?? 100) }

const styles = fc.record({
  collectionStyle: fc.constantFrom('any', 'block', 'flow'),
  defaultStringType: fc.constantFrom('PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'),
  lineWidth: fc.constantFrom(0, 20, 80),
  indentSeq: fc.boolean(),
} as const)

/** In some styles it writes what it does not read itself, a key of white space among them. */
function isReadAs(data: unknown, written: string): boolean {
  try {
    return isDeepStrictEqual(parse(written, { version: '1.1' }), data)
  } catch {
    return false
  }
}

describe('another implementation of YAML 1.1', () => {
  it('reads what we write as the same', () => {
    fc.assert(
      fc.property(value, (data) => {
        expect(parse(dump(data), { version: '1.1' })).toStrictEqual(data)
      }),
      SEEDED,
    )
  })

  it('writes, in every style, what we read as the same', () => {
    fc.assert(
      fc.property(value, styles, (data, style) => {
        const written = stringify(data, { version: '1.1', ...style })
        fc.pre(isReadAs(data, written))
        expect(load(written)).toStrictEqual(data)
      }),
      SEEDED,
    )
  })
})
