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
/** Psych's own pattern: what begins so is no number, time or symbol. */
const WORD_START = /^[^\d.:-]?[\p{Alphabetic}_\s!@#$%^&*(){}<>|/\\~;=]/u

/** What an unquoted scalar means, by Psych's rules. */
export function resolvePlain(text: string): unknown {
  if (text === '') return null
  if (WORD_START.test(text) || text.includes('\n')) {
    const word = text.length > LONGEST_WORD ? undefined : WORDS.get(text.toLowerCase())
    return word === undefined ? text : word
  }
  if (text.startsWith(':') && text.length > 1) return rubySymbol(symbolName(text))
  return resolveNumber(text) ?? parseTime(text) ?? parseDate(text) ?? text
}

/** Quotes are no part of the name, and neither is what follows them. */
function symbolName(text: string): string {
  const quoted = /^:(["'])(.*)\1/.exec(text)?.[2]
  return quoted === undefined ? text.slice(1) : quoted.replace(/^:/, '')
}

/** What a scalar node means, its tag included. An unknown tag leaves the text. */
export function resolveScalar(node: Scalar): unknown {
  const text = String(node.value)
  switch (node.tag) {
    case undefined:
      return node.type === 'PLAIN' ? resolvePlain(text) : text
    // Psych's way to quote what is no string: a nil key, a symbol with a colon in it. It writes the symbol's name as it is.
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

/** Whether a node is this symbol or string, as a key of a map: callers use both. A string may be of a class of its own. */
export function isNamed(node: Node | null, name: string): boolean {
  const value = isScalar(node) ? resolveScalar(node) : undefined
  if (isRubySymbol(value)) return value.name === name
  return (isRubyString(value) ? value.value : value) === name
}

export function isSymbol(node: Node | null, name: string): boolean {
  const value = isScalar(node) ? resolveScalar(node) : undefined
  return isRubySymbol(value) && value.name === name
}
