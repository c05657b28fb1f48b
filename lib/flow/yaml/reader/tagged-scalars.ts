import {
  isRubyRegexp,
  rubyClass,
  rubyComplex,
  rubyEncoding,
  rubyModule,
  rubyRange,
  rubyRegexp,
  rubyString,
  rubySymbol,
  type RubyReal,
} from '../../ruby-values/index.js'
import { parseBigDecimal, parseRational, resolveNumber } from './numbers.js'
import { parseDateTime } from '../times.js'

/** Makes a value of a scalar's text; undefined if it is not what the tag says. */
type Read = (text: string) => unknown

const READERS: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['!binary', bytesOf],
  ['tag:yaml.org,2002:binary', bytesOf],
  ['!ruby/symbol', rubySymbol],
  ['!ruby/sym', rubySymbol],
  ['!ruby/class', rubyClass],
  ['!ruby/module', rubyModule],
  ['!ruby/encoding', rubyEncoding],
  ['!ruby/regexp', regexpOf],
  ['!ruby/object:BigDecimal', parseBigDecimal],
  ['!ruby/object:Complex', complexOf],
  ['!ruby/object:DateTime', parseDateTime],
  ['!ruby/object:Rational', parseRational],
])

/** `!ruby/string:Name`, `!str:Name` */
const STRING_SUBCLASS = /^!(?:str|ruby\/string):(.+)$/

/** `1+2i`. What comes second must have its sign, or a long number could be split anywhere. */
const COMPLEX = /^([-+]?\d[\d./]*(?:[eE][-+]?\d+)?)?(?:([-+]\d[\d./]*(?:[eE][-+]?\d+)?)i)?$/

/**
 * What a scalar with a tag is to Ruby; undefined if the tag says nothing about it, or what is not so.
 *
 * @param resolve - what a plain text means, for the two ends of a range
 */
export function readTaggedScalar(tag: string, text: string, resolve: Read): unknown {
  const subclass = STRING_SUBCLASS.exec(decodeTag(tag))?.[1]
  if (subclass !== undefined) return rubyString(subclass, text)
  return tag === '!ruby/range' ? rangeOf(text, resolve) : READERS.get(tag)?.(text)
}

/** Psych percent-encodes letters that only some names have; the parser leaves that as it is in tags of one `!`. */
export function decodeTag(tag: string): string {
  if (!tag.includes('%')) return tag
  try {
    return decodeURIComponent(tag)
  } catch {
    return tag
  }
}

/** As lenient as Ruby's, and no Buffer: those share memory with others, and a structured clone makes them this anyway. */
function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'))
}

function regexpOf(text: string): unknown {
  const [, source, flags = ''] = /^\/(.*)\/([mixn]*)$/s.exec(text) ?? []
  if (source === undefined) return undefined
  const regexp = rubyRegexp(source, flags)
  return isRubyRegexp(regexp) ? regexp : undefined
}

/** The short form, which Psych reads and no longer writes. */
function rangeOf(text: string, resolve: Read): unknown {
  const [, begin, dots, end] = /^(.*?)(\.{2,3})(.*)$/s.exec(text) ?? []
  return begin === undefined || end === undefined ? undefined : rubyRange(resolve(begin), resolve(end), dots === '...')
}

function complexOf(text: string): unknown {
  const [match, real, imaginary] = COMPLEX.exec(text) ?? []
  const parts = [realOf(real ?? 0), realOf(imaginary ?? 0)] as const
  return !match || parts[0] === undefined || parts[1] === undefined ? undefined : rubyComplex(parts[0], parts[1])
}

/** A part of a complex number: a number, or Ruby's own text of one. */
export function realOf(part: unknown): RubyReal | undefined {
  if (typeof part === 'number' || typeof part === 'bigint') return part
  if (typeof part !== 'string') return undefined
  if (/^-?(?:Infinity|NaN)$/.test(part)) return Number(part)
  return resolveNumber(part) ?? parseRational(part)
}
