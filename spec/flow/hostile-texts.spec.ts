import { describe, expect, it } from 'vitest'
import { FlowFormatError } from '../../lib/flow/flow-format-error.js'
import { LIMITS } from '../../lib/base/limits.js'
import { decodeResultInput } from '../../lib/flow/inputs/result-input.js'
import { yamlDataConverter } from '../../lib/flow/converters/yaml-data-converter.js'
import { verbatimTree } from '../../lib/flow/yaml/writer/verbatim-tree.js'
import { parseYaml } from '../../lib/flow/yaml/reader/parse-yaml.js'
import { writeYaml } from '../../lib/flow/yaml/writer/write-yaml.js'

/** A result task as long as SWF takes, of one piece again and again. */
function filled(piece: string, before: string, after: string): string {
  const start = `---\n- :key: k\n  :result: ${before}`
  return start + piece.repeat(Math.floor((LIMITS.data - start.length - after.length) / piece.length)) + after
}

/** A text that takes a time more than linear in its length runs into the suite's hang guard. */
describe('a text as long as SWF takes is read or refused, and handed on or refused, without a stop', () => {
  it.each<[string, string, string, string]>([
    ['numbers as keys', '1,', '{', '}'],
    ['nils as keys', '~,', '{', '}'],
    ['symbols as keys', ':a,', '{', '}'],
    ['symbols of colons as keys', '::::::::a,', '{', '}'],
    ['empty keys', '? ,', '{', '}'],
    ['lists as keys', '[[[]]]: 1,', '{', '}'],
    ['maps as keys', '{}: 1,', '{', '}'],
    ['lists as keys, one a line', '\n    [[[]]]: 1', '', ''],
    ['empty keys, one a line', '\n    ?', '', ''],
    ['strings as keys', 'a,', '{', '}'],
    ['aliases as keys', '*a : 1,', '{&a [x] : 1,', '}'],
    ['aliases', '*a ,', '[&a [x],', ']'],
    ['anchors', '&a x,', '[', ']'],
    ['merge keys', '<<: *a ,', '{&a x: 1,', '}'],
    ['tags', '!a x,', '[', ']'],
    ['digits of a complex number', '1', '!ruby/object:Complex ', 'x'],
    ['digits of a rational number', '1', '!ruby/object:Rational ', ''],
    ['digits of a decimal number', '1', '!ruby/object:BigDecimal ', 'x'],
    ['digits', '1', '', ''],
    ['digits of base 16', 'f', '0x', ''],
    ['digits of base 60', '1', '', ':30'],
    ['slashes of a regexp', '/m', '!ruby/regexp ', 'x'],
    ['dots of a range', '.. ', '!ruby/range ', 'x'],
    ['members of a set', ':a: true,', '!ruby/object:Set {hash: {', '}}'],
    ['lists as members of a set', '[[]]: true,', '!ruby/object:Set {hash: {', '}}'],
    ['hashes with a key $ruby', '{$ruby: set},', '[', ']'],
    ['keys $ruby in a hash with one', '{$ruby: set}: {$ruby: set},', '{$ruby: set,', '}'],
    ['hashes with a key $ruby, each in the last', '{$ruby: set, a: ', '', ''],
    ['ranges that are none, each in the last', '!ruby/range {excl: 1, a: ', '', ''],
    ['hashes with a key $ruby, each the key of the last', '{$ruby: set, {x: 1}: {x: 1}, ', '', ''],
    ['ordered maps', '!!omap [a: 1],', '[', ']'],
    ['objects', '!ruby/object:A {a: 1},', '[', ']'],
    ['times', '2015-03-04 05:06:07.123456789 +05:30,', '[', ']'],
    ['comments', '#\n', '\n', '    - x'],
    ['line breaks in quotes', ' \n', '"a', '"'],
    ['brackets that end nothing', ']', '', ''],
    ['lists again and again, as deep as can be', `${'['.repeat(400)}${']'.repeat(400)},`, '[', ']'],
  ])('%s', (_, piece, before, after) => {
    const text = filled(piece, before, after)
    const outcomes = [
      () => decodeResultInput(text),
      () => {
        const parsed = parseYaml(text)
        return writeYaml(verbatimTree(parsed.roots[0], parsed))
      },
    ].map(outcomeOf)
    expect(outcomes.filter((outcome) => outcome !== undefined && !(outcome instanceof FlowFormatError))).toEqual([])
  })
})

const links = Array.from({ length: 3 }, (_, link) => `- &${link} ${'['.repeat(200)}*${link - 1} ${']'.repeat(200)}\n`)
const chain = `- &-1 x\n${links.join('')}`

describe('a text is refused that stands for too much or leads too deep', () => {
  it.each<[string, string, RegExp]>([
    [
      'aliases that stand for billions of characters',
      `[&a ${'x'.repeat(30_000)}${',*a '.repeat(100)}]`,
      /more than 1000000 char/,
    ],
    ['an alias as key that stands for too much', `[&a [${'x'.repeat(30_000)}],{${'*a : 1,'.repeat(100)}}]`, /1000000 characters/],
    ['keys in keys, whose quotes double', '{['.repeat(60) + 'x' + ']: 1}'.repeat(60), /1000000 characters/],
    ['aliases that lead too deep', chain, /nested deeper than 500/],
    ['what is open at a bracket that ends it all', `{${'a b: c d: '.repeat(3_000)}}`, /nested deeper than 500/],
  ])('%s', (_, text, message) => {
    expect(() => yamlDataConverter.load(text)).toThrow(FlowFormatError)
    expect(() => yamlDataConverter.load(text)).toThrow(message)
  })
})

function outcomeOf(attempt: () => unknown): unknown {
  try {
    attempt()
    return undefined
  } catch (error) {
    return error
  }
}
