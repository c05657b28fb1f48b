import * as fc from 'fast-check'
import * as ruby from '../../lib/flow/ruby-values/index.js'
import { awkwardTexts } from './awkward-texts.js'

export const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom(...'aZ09 \n\t:-#"\'\\|>!&*?%{[,.~\r\u0085\u2028\ufeff'.split('')) }),
  fc.constantFrom(...awkwardTexts),
)
const bigInteger = fc.bigInt().filter((value) => !Number.isSafeInteger(Number(value)))
const plainScalar = fc.oneof(text, fc.integer(), fc.double(), fc.boolean(), fc.constant(null), bigInteger)

function record(member: fc.Arbitrary<unknown>, name: fc.Arbitrary<string> = text): fc.Arbitrary<Record<string, unknown>> {
  return fc.dictionary(name, member, { noNullPrototype: true })
}

export const plainData: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'medium' }, { weight: 6, arbitrary: plainScalar }, fc.array(tie('value')), record(tie('value'))),
})).value

const className = fc.constantFrom('Money', 'AWS::Flow::Thing', 'Étoile', 'A::B_1')
const integer = fc.oneof(fc.maxSafeInteger(), bigInteger)
const positive = fc.oneof(fc.integer({ min: 1 }), fc.constant(10n ** 30n))
const rational = fc.tuple(integer, positive).map(([above, below]) => ruby.rubyRational(above, below))
const real = fc.oneof(fc.double(), integer, rational)
/** Whole minutes, but for those that Ruby reads as something else. */
const utcOffset = fc.oneof(
  fc.constant(null),
  fc.integer({ min: 0, max: 1_439 }).map((minutes) => minutes * 60),
  fc.integer({ min: -1_439, max: -60 }).map((minutes) => minutes * 60),
)
const instant = fc
  .tuple(fc.integer({ min: -62_135_000_000, max: 253_402_000_000 }), fc.integer({ min: 0, max: 999_999_999 }), utcOffset)
  .map(([seconds, nanoseconds, offset]) => [seconds, { nanoseconds, utcOffset: offset }] as const)
const date = fc
  .tuple(fc.integer({ min: 0, max: 9_999 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 4 }))
  .map((parts) => ruby.rubyDate(...parts))

/** Also what Ruby's safe load refuses, and yet needs no class of ours. */
export const namesAndTimes = fc.oneof(
  text.map(ruby.rubySymbol),
  instant.map((parts) => ruby.rubyTime(...parts)),
  date,
)

const rubyScalar = fc.oneof(
  namesAndTimes,
  className.map(ruby.rubyClass),
  className.map(ruby.rubyModule),
  fc.constantFrom('UTF-8', 'ASCII-8BIT').map(ruby.rubyEncoding),
  rational,
  fc.tuple(real, real).map((parts) => ruby.rubyComplex(...parts)),
  fc.constantFrom('0.15e1', '-0.0', 'NaN', '-Infinity', '12').map(ruby.rubyBigDecimal),
  instant.map((parts) => ruby.rubyDateTime(...parts)),
  fc.tuple(text, fc.subarray(['m', 'i', 'x', 'n'])).map(([source, flags]) => ruby.rubyRegexp(source, flags.join(''))),
  fc.uint8Array(),
)

/** Everything that can be read, in the form in which it is read. */
export const anyValue: fc.Arbitrary<unknown> = fc.letrec((tie) => {
  const value = tie('value')
  const variables = record(
    value,
    text.filter((name) => name !== 'message' && name !== 'backtrace'),
  )
  // Psych writes members beside these two.
  const named = record(
    value,
    text.filter((name) => name !== 'str'),
  )
  const parts = fc.record({
    className: fc.option(className, { nil: undefined }),
    variables: fc.option(record(value), { nil: undefined }),
  })
  return {
    value: fc.oneof(
      { maxDepth: 2 },
      plainScalar,
      rubyScalar,
      fc.array(value),
      record(value),
      fc.tuple(value, value, fc.boolean()).map((members) => ruby.rubyRange(...members)),
      fc.array(value).map(ruby.rubySet),
      fc.tuple(className, text, fc.option(named, { nil: undefined })).map((members) => ruby.rubyString(...members)),
      fc
        .tuple(className, fc.array(value), fc.option(record(value), { nil: undefined }))
        .map((members) => ruby.rubyArray(...members)),
      fc
        .tuple(fc.array(fc.tuple(value, value)), parts)
        .map(([entries, rest]) => ruby.rubyHash(entries, rest))
        .filter((hash) => hash.className !== undefined || hash.variables !== undefined),
      fc.tuple(className, variables).map((members) => ruby.rubyObject(...members)),
      fc.tuple(fc.option(className, { nil: undefined }), variables).map((members) => ruby.rubyStruct(...members)),
      fc
        .tuple(className, text, fc.record({ backtrace: fc.option(fc.array(text), { nil: undefined }), variables }))
        .map((members) => ruby.rubyException(...members)),
    ),
  }
}).value
