import { scalar, type YamlScalar, type YamlTree } from './yaml-tree.js'

/** Every reader takes these words as a string without quotes, unless they are among NOT_STRINGS. */
const PLAIN = /^[A-Za-z](?:[A-Za-z0-9_ .,!?/()+-]|:(?=\S))*$/
const NOT_STRINGS = /^(?:y|n|yes|no|true|false|on|off|null)$/i

/** YAML 1.1's printable characters, without line breaks and the byte order mark. */
const PRINTABLE = /^[\u0020-\u007e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]*$/u
const NOT_PRINTABLE_IN_JSON = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g
/** A literal block keeps its lines as they are, but must not begin with white space. A text that ends in white space is safer in quotes. */
const OUTER_SPACE = /^\s|[ \t]$|[ \t]\n|\n\n$/

/** Writes a string in the most readable form that every reader understands. The string must not contain lone surrogates. */
export function stringTree(value: string): YamlTree {
  if (!value.includes('\n')) return stringScalar(value)
  const lines = value.split('\n')
  if (OUTER_SPACE.test(value) || !lines.every(isPrintable)) return stringScalar(value)
  if (lines.at(-1) === '') return { kind: 'block', header: '|', lines: lines.slice(0, -1) }
  return { kind: 'block', header: '|-', lines }
}

/** Writes a string on one line, as it must be for a key. */
export function stringScalar(value: string): YamlScalar {
  if (PLAIN.test(value) && !value.endsWith(' ') && !NOT_STRINGS.test(value)) return scalar(value)
  if (isPrintable(value) && !value.includes("'")) return scalar(`'${value}'`)
  return scalar(quoted(value))
}

/** Whether a text stands on one line and has no character that a reader may refuse. */
export function isPrintable(value: string): boolean {
  return PRINTABLE.test(value)
}

/** Writes a string in double quotes. JSON's quotes are also YAML's, except for some characters that only JSON allows. */
export function quoted(value: string): string {
  return JSON.stringify(value).replace(NOT_PRINTABLE_IN_JSON, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

/** Writes a Ruby symbol. */
export function symbolScalar(name: string): YamlScalar {
  return scalar(/^[A-Za-z_]\w*$/.test(name) ? `:${name}` : `!ruby/symbol ${quoted(name)}`)
}

/** Puts a replacement character in the place of each half of a surrogate pair. */
export function wellFormed(value: string): string {
  return value.replace(/\p{Surrogate}/gu, '\ufffd')
}
