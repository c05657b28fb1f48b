import {
  isRubyBigDecimal,
  rubyBigDecimal,
  rubyRational,
  type RubyBigDecimal,
  type RubyRational,
} from '../../ruby-values/index.js'

// These are Psych's own patterns. Ruby does not read YAML 1.1 in quite the way that YAML 1.1 says.
const BINARY = /^[-+]?0b[01_,]+$/
const OCTAL = /^[-+]?0[0-7_,]+$/
const DECIMAL = /^[-+]?(?:0|[1-9](?:[,_]?[0-9])*)$/
const HEXADECIMAL = /^[-+]?0x[0-9a-fA-F_,]+$/
const FLOAT = /^[-+]?(?:[0-9][0-9_,]*)?\.[0-9]*(?:[eE][-+][0-9]+)?$/
const SEXAGESIMAL = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9]){1,2}$/
const SEXAGESIMAL_FLOAT = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9]){1,2}\.[0-9_]*$/
const INFINITY = /^([-+]?)\.inf$/i
const NOT_A_NUMBER = /^\.nan$/i
/** What hours, minutes and seconds are multiplied with. If there are only two parts, Psych takes them as hours and minutes. */
const SEXAGESIMAL_FACTORS = [3_600, 60, 1] as const

/** Reads a text as the number that Psych reads it as. It is undefined if Psych reads no number. */
export function resolveNumber(text: string): number | bigint | undefined {
  const infinity = INFINITY.exec(text)
  if (infinity) return infinity[1] === '-' ? -Infinity : Infinity
  if (NOT_A_NUMBER.test(text)) return Number.NaN
  if (SEXAGESIMAL.test(text)) return sexagesimal(text)
  if (SEXAGESIMAL_FLOAT.test(text)) return sexagesimalFloat(text)
  if (FLOAT.test(text)) return float(text)
  if (DECIMAL.test(text)) return integer(BigInt(text.replace(/[,_+]/g, '')))
  if (BINARY.test(text) || HEXADECIMAL.test(text)) return prefixed(text)
  return OCTAL.test(text) ? prefixed(text.replace('0', '0o')) : undefined
}

/** Makes a number of a bigint, if a number can hold it exactly. */
export function integer(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

function prefixed(text: string): number | bigint | undefined {
  const [, sign, digits = ''] = /^([-+]?)(.*)$/.exec(text.replace(/[,_]/g, '')) ?? []
  // There is no digit. Psych raises an error for such a text, but it reads `0_` as zero.
  if (digits.length === 2) return digits === '0o' ? 0 : undefined
  const value = BigInt(digits)
  return integer(sign === '-' ? -value : value)
}

function float(text: string): number | undefined {
  const number = text.replace(/[,_]/g, '')
  return /^[-+]?\.?[0-9]/.test(number) ? Number(number) : undefined
}

/** A sign belongs to the first part only, as in Psych. */
function sexagesimal(text: string): number | bigint {
  const parts = text.replace(/[_+]/g, '').split(':')
  return integer(parts.reduce((sum, part, place) => sum + BigInt(part) * BigInt(SEXAGESIMAL_FACTORS[place] ?? 0), 0n))
}

function sexagesimalFloat(text: string): number {
  const parts = text.replace(/_/g, '').split(':')
  return parts.reduce((sum, part, place) => sum + Number(part) * (SEXAGESIMAL_FACTORS[place] ?? 0), 0)
}

/** Reads `3/4` or `3`. */
export function parseRational(text: string): RubyRational | undefined {
  const [, numerator, denominator = '1'] = /^([-+]?\d+)(?:\/(\d+))?$/.exec(text) ?? []
  if (numerator === undefined) return undefined
  const below = BigInt(denominator)
  return below === 0n ? undefined : rubyRational(integer(BigInt(numerator.replace('+', ''))), integer(below))
}

/** Reads the digits after the colon. The number before it is Ruby's note of how much memory they took. */
export function parseBigDecimal(text: string): RubyBigDecimal | undefined {
  const decimal = rubyBigDecimal(text.replace(/^\d+:/, ''))
  return isRubyBigDecimal(decimal) ? decimal : undefined
}
