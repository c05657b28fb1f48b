import { isScalar, type Node, type Scalar } from 'yaml'

/** A Ruby symbol, before it is folded into a string. */
export class RubySymbol {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

export type ScalarValue = null | boolean | number | bigint | string | RubySymbol

const WORDS: ReadonlyMap<string, null | boolean> = new Map<string, null | boolean>([
  ['', null],
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

// Psych's own patterns: YAML 1.1 as Ruby reads it, which is not quite as YAML 1.1 says.
const INTEGER = /^[-+]?(?:0|[1-9](?:[,_]?[0-9])*)$/
const FLOAT = /^[-+]?(?:[0-9][0-9_,]*\.[0-9]*|\.[0-9]+)(?:[eE][-+][0-9]+)?$/
const INFINITY = /^([-+]?)\.inf$/i
const NOT_A_NUMBER = /^\.nan$/i

/**
 * What an unquoted scalar means. It knows what Psych writes, but for dates and times, which stay text: a Date would lose digits.
 */
export function resolvePlain(text: string): ScalarValue {
  if (text.length <= LONGEST_WORD) {
    const word = WORDS.get(text.toLowerCase())
    if (word !== undefined) return word
  }
  // Most texts are words, and no pattern below begins with a letter.
  if (/^[a-z]/i.test(text)) return text
  if (text.startsWith(':') && text.length > 1) return new RubySymbol(text.slice(1).replace(/^(["'])(.*)\1$/s, '$2'))
  return resolveNumber(text) ?? text
}

function resolveNumber(text: string): number | bigint | undefined {
  if (INTEGER.test(text)) return integer(BigInt(text.replace(/[,_+]/g, '')))
  if (FLOAT.test(text)) return Number(text.replace(/[,_]/g, ''))
  const infinity = INFINITY.exec(text)
  if (infinity) return infinity[1] === '-' ? -Infinity : Infinity
  return NOT_A_NUMBER.test(text) ? Number.NaN : undefined
}

function integer(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

/** What a scalar node means, its tag included. An unknown tag leaves the text. */
export function resolveScalar(node: Scalar): ScalarValue {
  const text = String(node.value)
  switch (node.tag) {
    case undefined:
      return node.type === 'PLAIN' ? resolvePlain(text) : text
    // Psych's way to quote what is no string: a nil key, a symbol with a colon in it.
    case '!':
    case 'tag:yaml.org,2002:null':
    case 'tag:yaml.org,2002:bool':
    case 'tag:yaml.org,2002:int':
    case 'tag:yaml.org,2002:float':
      return resolvePlain(text)
    case '!ruby/symbol':
    case '!ruby/sym':
      return new RubySymbol(text)
    default:
      return text
  }
}

/** Whether a node is this symbol or string, as a key of a map: callers use both. */
export function isNamed(node: Node | null, name: string): boolean {
  if (!isScalar(node)) return false
  const value = resolveScalar(node)
  return value instanceof RubySymbol ? value.name === name : value === name
}
