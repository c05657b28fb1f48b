import type { Random } from './random.js'
import { NAMES, PIECES, SCALARS, TAGS } from './vocabulary.js'

/** Longer texts are refused for their length alone. */
const MAX_LENGTH = 70_000
const MAX_MUTATIONS = 6

type Mutation = (text: string, random: Random, samples: readonly [string, ...string[]]) => string

const MUTATIONS: readonly [Mutation, ...Mutation[]] = [
  (text, random) => replaced(text, random.below(text.length), 1, String.fromCharCode(random.below(0x10000))),
  (text, random) => {
    const at = random.below(text.length)
    return replaced(text, at, 1, String.fromCharCode((text.charCodeAt(at) || 0) ^ (1 << random.below(8))))
  },
  (text, random) => replaced(text, random.below(text.length + 1), 0, random.pick(PIECES)),
  (text, random) => replaced(text, random.below(text.length + 1), 0, random.pick(PIECES)),
  (text, random) => onToken(text, random, () => random.pick(SCALARS)),
  (text, random) => onToken(text, random, () => random.pick(NAMES)),
  (text, random) => onToken(text, random, (token) => `${random.pick(TAGS)} ${token}`),
  (text, random) => onToken(text, random, (token) => `&${random.pick(['a', '1', '__proto__'])} ${token}`),
  (text, random) => onToken(text, random, () => `*${random.pick(['a', '1', '__proto__'])}`),
  (text, random) => onToken(text, random, (token) => `${token}${token}`),
  (text, random) => onToken(text, random, () => ''),
  (text, random) => onToken(text, random, (token) => token + 'x'.repeat(random.below(random.percent(5) ? 33_000 : 300))),
  (text, random) => onLine(text, random, (line) => [line, line]),
  (text, random) => onLine(text, random, () => []),
  (text, random) => onLine(text, random, (line) => [`${random.pick([' ', '  ', '    ', '\t', '- ', '? '])}${line}`]),
  (text, random) => onLine(text, random, (line) => [line.replace(/^ {1,2}/, '')]),
  (text, random) => onLine(text, random, (line) => [line, random.pick(PIECES)]),
  (text, random) => text.slice(0, random.below(text.length + 1)),
  (text, random) => text.slice(random.below(text.length + 1)),
  (text, random) => text.replaceAll('\n', random.pick(['\r\n', '\r', '\n\n', '\u2028', ' '])),
  (text, random, samples) => {
    const other = random.pick(samples)
    return text.slice(0, random.below(text.length + 1)) + other.slice(random.below(other.length + 1))
  },
  (text, random, samples) => {
    const lines = random.pick(samples).split('\n')
    return onLine(text, random, (line) => [line, ...lines.slice(random.below(lines.length))])
  },
  (text, random) => {
    const at = random.below(text.length)
    const chunk = text.slice(at, at + 1 + random.below(40))
    return replaced(text, at, 0, chunk.repeat(random.percent(1) ? random.below(1_000) : random.below(20)))
  },
]

/** The text with a few things about it changed. */
export function mutated(text: string, random: Random, samples: readonly [string, ...string[]]): string {
  let changed = text
  for (let left = 1 + random.below(MAX_MUTATIONS); left > 0; left--) {
    changed = random.pick(MUTATIONS)(changed, random, samples).slice(0, MAX_LENGTH)
  }
  return changed
}

function replaced(text: string, at: number, length: number, piece: string): string {
  return text.slice(0, at) + piece + text.slice(at + length)
}

function onToken(text: string, random: Random, change: (token: string) => string): string {
  const start = random.below(text.length + 1)
  const token = /[^\s:,[\]{}]+/.exec(text.slice(start))
  return token === null ? text : replaced(text, start + token.index, token[0].length, change(token[0]))
}

function onLine(text: string, random: Random, change: (line: string) => readonly string[]): string {
  const lines = text.split('\n')
  const at = random.below(lines.length)
  return lines.flatMap((line, index) => (index === at ? change(line) : [line])).join('\n')
}
