import { hasShape, isInteger, isText, type Check, type Shape } from './shape.js'

/** `3/4r` */
export interface RubyRational {
  readonly $ruby: 'rational'
  readonly numerator: number | bigint
  readonly denominator: number | bigint
}

/** `1+2i` */
export interface RubyComplex {
  readonly $ruby: 'complex'
  readonly real: RubyReal
  readonly imaginary: RubyReal
}

export type RubyReal = number | bigint | RubyRational

/** Digits that no number has room for: `0.15e1`, `-Infinity`, `NaN` */
export interface RubyBigDecimal {
  readonly $ruby: 'bigdecimal'
  readonly value: string
}

const RATIONAL: Shape = {
  // Ruby has none with nothing, or less, below the line.
  required: { numerator: isInteger, denominator: (member) => isInteger(member) && Number(member) > 0 },
}
const isReal: Check = (member) => typeof member === 'number' || typeof member === 'bigint' || isRubyRational(member)
const COMPLEX: Shape = { required: { real: isReal, imaginary: isReal } }
const DECIMAL = /^(?:[-+]?(?:\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|Infinity)|NaN)$/
const BIG_DECIMAL: Shape = { required: { value: (member) => isText(member) && DECIMAL.test(String(member)) } }

export function rubyRational(numerator: number | bigint, denominator: number | bigint = 1): RubyRational {
  return { $ruby: 'rational', numerator, denominator }
}

export function isRubyRational(value: unknown): value is RubyRational {
  return hasShape(value, 'rational', RATIONAL)
}

export function rubyComplex(real: RubyReal, imaginary: RubyReal): RubyComplex {
  return { $ruby: 'complex', real, imaginary }
}

export function isRubyComplex(value: unknown): value is RubyComplex {
  return hasShape(value, 'complex', COMPLEX)
}

export function rubyBigDecimal(value: string): RubyBigDecimal {
  return { $ruby: 'bigdecimal', value }
}

export function isRubyBigDecimal(value: unknown): value is RubyBigDecimal {
  return hasShape(value, 'bigdecimal', BIG_DECIMAL)
}
