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

/** Makes a value of a scalar's text. It is undefined if the text does not have the form that the tag asks for. */
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

/** `1+2i`. The second part must have a sign. Otherwise a long number could be split anywhere. */
const COMPLEX = /^([-+]?\d[\d./]*(?:[eE][-+]?\d+)?)?(?:([-+]\d[\d./]*(?:[eE][-+]?\d+)?)i)?$/

/**
 * Reads a scalar that has a tag, as Ruby does. The value is undefined if the tag is unknown, or if the text does not fit the tag.
 *
 * @param resolve - says what a plain text means; it is needed for the two ends of a range
 */
export function readTaggedScalar(tag: string, text: string, resolve: Read): unknown {
  const subclass = STRING_SUBCLASS.exec(decodeTag(tag))?.[1]
  if (subclass !== undefined) return rubyString(subclass, text)
  return tag === '!ruby/range' ? rangeOf(text, resolve) : READERS.get(tag)?.(text)
}

/** Psych percent-encodes letters beyond ASCII in a tag. The parser does not decode them in a tag with one `!`, so this does. */
export function decodeTag(tag: string): string {
  if (!tag.includes('%')) return tag
  try {
    return decodeURIComponent(tag)
  } catch {
    return tag
  }
}

/** Reads base64 as leniently as Ruby. It gives no Buffer, since Buffers share memory and a structured clone changes them to a Uint8Array. */
function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'))
}

function regexpOf(text: string): unknown {
  const [, source, flags = ''] = /^\/(.*)\/([mixn]*)$/s.exec(text) ?? []
  if (source === undefined) return undefined
  const regexp = rubyRegexp(source, flags)
  return isRubyRegexp(regexp) ? regexp : undefined
}

/** Reads the short form of a range, which Psych still reads but no longer writes. */
function rangeOf(text: string, resolve: Read): unknown {
  const [, begin, dots, end] = /^(.*?)(\.{2,3})(.*)$/s.exec(text) ?? []
  return begin === undefined || end === undefined ? undefined : rubyRange(resolve(begin), resolve(end), dots === '...')
}

function complexOf(text: string): unknown {
  const [match, real, imaginary] = COMPLEX.exec(text) ?? []
  const parts = [realOf(real ?? 0), realOf(imaginary ?? 0)] as const
  return !match || parts[0] === undefined || parts[1] === undefined ? undefined : rubyComplex(parts[0], parts[1])
}

/** Reads a part of a complex number, which is a number or Ruby's text of one. */
export function realOf(part: unknown): RubyReal | undefined {
  if (typeof part === 'number' || typeof part === 'bigint') return part
  if (typeof part !== 'string') return undefined
  if (/^-?(?:Infinity|NaN)$/.test(part)) return Number(part)
  return resolveNumber(part) ?? parseRational(part)
}
