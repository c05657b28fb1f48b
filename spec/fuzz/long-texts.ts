/** What is repeated: each ASCII character, what pieces of YAML, JSON, stacks and numbers are made of, and what is odd in Unicode. */
const CHARACTERS = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code))
const ODD = '\u0085 \u00a0 é İ \u0300 \u200b \u2028 \u2029 \ufeff \uffff \ud83d \ude00 😀'.split(' ')
const YAML =
  '- |? |: |a: |- - |? - |&a |*a |!x |!!a |&a - |*a: |"a": |- a\n|a: b\n|? a\n|>\n|>-\n|---\n|--- |...\n|#\n| #|# |%TAG ! !\n'.split(
    '|',
  )
const FLOW = String.raw`[] {} [[ [a, {a: {a:1}, [{ "" '' "," ',' \" \\ \u0000 \x41 %41 %YAML`.split(' ')
const SPACE = ['\n ', ' \n', '\t\n', '\r\n', '\n\t', '\r ', '\u2028 ', ' \r', ' \t', ' a']
const STACKS = ['at ', ' at ', 'at\n', '\n    at ', '    at x (y:1:1)\n', '\r at ', '\u2028 at', 'Error: ']
const NUMBERS = '1_ 1, 1: 1. 0: 1e1 +1 -1 1/ 1.. e1 0x 1- a. .a ::A A:: a/ // @a __ aA'.split(' ')
const WORDS = [
  'Signature=',
  'Credential=',
  'Signature=a,',
  'region is ',
  'unknown ',
  'signature ',
  'arn:',
  ':function:',
  '.amazonaws',
]
const PIECES = [...CHARACTERS, ...ODD, ...YAML, ...FLOW, ...SPACE, ...STACKS, ...NUMBERS, ...WORDS]

const BEFORE = ['', ' ', '\n', '- ', '? ', '"', "'", '[', '{', '!', '|\n ', '# ']
/** Of texts for which there are patterns of their own. */
export const BEGINNINGS = [
  '0',
  ':',
  '-1',
  '1:',
  '1.',
  '0x',
  '/',
  'A',
  '!ruby/',
  '--- !ruby/object:',
  '2015-03-04 05:06:07.',
  'AWS4-HMAC-SHA256 Credential=',
  'arn:aws:lambda:',
  '{"a":"',
  '---\n- :key: k\n  :result: ',
  'Error: ',
]
const AFTER = ['', '!', '\n', 'x', ' x', '"', ']', '\n    at x', '\u0000']

/** What is repeated, and what stands around it. */
export interface Shapes {
  readonly before: readonly string[]
  readonly after: readonly string[]
  /** All of them unless given. */
  readonly pieces?: readonly string[]
}

export const ALONE: Shapes = { before: [''], after: ['', 'x'] }
export const FEW: Shapes = { before: ['', '"', '- ', '[', 'A'], after: ['', '\nx'] }
export const ALL: Shapes = { before: [...BEFORE, ...BEGINNINGS], after: AFTER }

export interface LongText {
  /** How to make it again. */
  readonly name: string
  readonly text: string
}

/** Some 250 for each of what stands around, unless the pieces are given. */
export function* longTexts(length: number, { before, after, pieces = PIECES }: Shapes): Generator<LongText> {
  for (const piece of pieces) {
    const middle = piece.repeat(Math.floor(length / piece.length))
    for (const start of before) {
      for (const end of after) yield { name: JSON.stringify([start, piece, end]), text: start + middle + end }
    }
  }
  // For what looks for that which comes again.
  const different = Array.from({ length: Math.min(length, 0xd000) }, (_, code) => String.fromCharCode(code))
  yield { name: 'each character once', text: different.join('') }
}
