import { isScalar, type Node, type Scalar } from 'yaml'
import { isRubyString, isRubySymbol, rubySymbol } from '../../ruby-values/index.js'
import { resolveNumber } from './numbers.js'
import { readTaggedScalar } from './tagged-scalars.js'
import { parseDate, parseTime } from '../times.js'

const WORDS: ReadonlyMap<string, null | boolean> = new Map<string, null | boolean>([
  ['~', null],
  ['null', null],
  ['yes', true],
  ['true', true],
  ['on', true],
  ['no', false],
  ['false', false],
  ['off', false],
])
const LONGEST_WORD = 5
/** This is Psych's own pattern. A text that begins like this is not a number, a time or a symbol. */
const WORD_START = /^[^\d.:-]?[\p{Alphabetic}_\s!@#$%^&*(){}<>|/\\~;=]/u

/** Says what an unquoted scalar means, by Psych's rules. */
export function resolvePlain(text: string): unknown {
  if (text === '') return null
  if (WORD_START.test(text) || text.includes('\n')) {
    const word = text.length > LONGEST_WORD ? undefined : WORDS.get(text.toLowerCase())
    return word === undefined ? text : word
  }
  if (text.startsWith(':') && text.length > 1) return rubySymbol(symbolName(text))
  return resolveNumber(text) ?? parseTime(text) ?? parseDate(text) ?? text
}

/** The quotes do not belong to the name, and neither does what follows them. */
function symbolName(text: string): string {
  const quoted = /^:(["'])(.*)\1/.exec(text)?.[2]
  return quoted === undefined ? text.slice(1) : quoted.replace(/^:/, '')
}

/** Says what a scalar node means, with its tag. If the tag is unknown, the value is the text. */
export function resolveScalar(node: Scalar): unknown {
  const text = String(node.value)
  switch (node.tag) {
    case undefined:
      return node.type === 'PLAIN' ? resolvePlain(text) : text
    // With this tag Psych quotes what is not a string: a nil key, or a symbol with a colon in it, whose name it writes as it is.
    case '!':
      return node.type !== 'PLAIN' && text.startsWith(':') ? rubySymbol(text.slice(1)) : resolvePlain(text)
    case 'tag:yaml.org,2002:null':
    case 'tag:yaml.org,2002:bool':
    case 'tag:yaml.org,2002:int':
    case 'tag:yaml.org,2002:float':
      return resolvePlain(text)
    default:
      return readTaggedScalar(node.tag, text, resolvePlain) ?? text
  }
}

/** Whether a key of a map is this symbol or this string. Callers write both. The string may be of a subclass of String. */
export function isNamed(node: Node | null, name: string): boolean {
  const value = isScalar(node) ? resolveScalar(node) : undefined
  if (isRubySymbol(value)) return value.name === name
  return (isRubyString(value) ? value.value : value) === name
}

/** Whether a key of a map is this symbol. */
export function isSymbol(node: Node | null, name: string): boolean {
  const value = isScalar(node) ? resolveScalar(node) : undefined
  return isRubySymbol(value) && value.name === name
}
