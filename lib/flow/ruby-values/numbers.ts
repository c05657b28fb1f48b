import { hasShape, isInteger, isText, type Check, type Shape } from './shape.js'

/** A rational number: Ruby's `3/4r`. */
export interface RubyRational {
  readonly $ruby: 'rational'
  readonly numerator: number | bigint
  readonly denominator: number | bigint
}

/** A complex number: Ruby's `1+2i`. */
export interface RubyComplex {
  readonly $ruby: 'complex'
  readonly real: RubyReal
  readonly imaginary: RubyReal
}

/** A part of a complex number. */
export type RubyReal = number | bigint | RubyRational

/** A decimal number of any precision. */
export interface RubyBigDecimal {
  readonly $ruby: 'bigdecimal'
  /** The number as Ruby writes it: `0.15e1`, `-Infinity`, `NaN`. */
  readonly value: string
}

const RATIONAL: Shape = {
  // In Ruby the denominator is always greater than zero.
  required: { numerator: isInteger, denominator: (member) => isInteger(member) && Number(member) > 0 },
}
const isReal: Check = (member) => typeof member === 'number' || typeof member === 'bigint' || isRubyRational(member)
const COMPLEX: Shape = { required: { real: isReal, imaginary: isReal } }
const DECIMAL = /^(?:[-+]?(?:\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|Infinity)|NaN)$/
const BIG_DECIMAL: Shape = { required: { value: (member) => isText(member) && DECIMAL.test(String(member)) } }

/** Makes a rational number. */
export function rubyRational(numerator: number | bigint, denominator: number | bigint = 1): RubyRational {
  return { $ruby: 'rational', numerator, denominator }
}

/** Tests whether a value is a rational number. */
export function isRubyRational(value: unknown): value is RubyRational {
  return hasShape(value, 'rational', RATIONAL)
}

/** Makes a complex number. */
export function rubyComplex(real: RubyReal, imaginary: RubyReal): RubyComplex {
  return { $ruby: 'complex', real, imaginary }
}

/** Tests whether a value is a complex number. */
export function isRubyComplex(value: unknown): value is RubyComplex {
  return hasShape(value, 'complex', COMPLEX)
}

/** Makes a decimal number from its digits, like `0.15e1`. */
export function rubyBigDecimal(value: string): RubyBigDecimal {
  return { $ruby: 'bigdecimal', value }
}

/** Tests whether a value is a decimal number. */
export function isRubyBigDecimal(value: unknown): value is RubyBigDecimal {
  return hasShape(value, 'bigdecimal', BIG_DECIMAL)
}
