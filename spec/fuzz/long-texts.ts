/** What is repeated: each ASCII character, what pieces of YAML, JSON, stacks and numbers are made of, and what Unicode has that is odd. */
const CHARACTERS = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code))
const ODD = ['\u0085', '\u00a0', 'é', 'İ', '\u0300', '\u200b', '\u2028', '\u2029', '\ufeff', '\uffff', '\ud83d', '\ude00', '😀']
const PIECES = [
  ...['- ', '? ', ': ', 'a: ', '- - ', '? - ', '&a ', '*a ', '!x ', '!!a ', '&a - ', '*a: ', '"a": ', '- a\n', 'a: b\n', '? a\n', '|\n', '>\n'],
  ...['[]', '{}', '[[', '[a,', '{a: ', '{a:1},', '[{', '""', "''", '","', "','", '\\"', '\\\\', '\\u0000', '\\x41', '%41', '%', '#\n', ' #', '# '],
  ...['---\n', '--- ', '...\n', '%YAML 1.1\n', '%TAG ! !\n', '\n ', ' \n', '\t\n', '\r\n', '\n\t', '\r ', '\u2028 ', ' \r'],
  ...['at ', ' at ', 'at\n', '\n    at ', '    at x (y:1:1)\n', '\r at ', '\u2028 at', 'Error: ', 'Caused by: '],
  ...['1_', '1,', '1:', '1.', '0:', '1e1', '+1', '-1', '1/', '1..', 'e1', '0x', '1-', 'a.', '.a', '::A', 'A::', 'a/', '//', '@a', '__'],
  ...['Signature=', 'Credential=', 'Signature=a,', 'region is ', 'unknown ', 'arn:', ':function:', '.amazonaws', 'a b', 'ab', 'aA'],
] as const
const BEFORE = ['', ' ', '\n', ':', '- ', '? ', '"', "'", '[', '{', '!', '&', '|\n ', '# ', '0', '-1', '1:', '1.', '0x', '/', 'A', '!ruby/']
const AFTER = ['', '!', '\n', 'x', ' x', '"', "'", ']', '\n    at x', '\u0000']
const ODD_BEGINNINGS = [
  '--- !ruby/object:',
  '2015-03-04 05:06:07.',
  'AWS4-HMAC-SHA256 Credential=',
  'arn:aws:lambda:',
  '{"a":"',
  '---\n- :key: k\n  :result: ',
  '- :definition: ',
  'Error: ',
]

export interface LongText {
  /** How to make it again. */
  readonly name: string
  readonly text: string
}

/** Every piece, with a few things before and after it: some 200 × what is asked for. */
export function* longTexts(length: number, { before, after }: { readonly before: readonly string[]; readonly after: readonly string[] } = ALL): Generator<LongText> {
  for (const piece of [...CHARACTERS, ...ODD, ...PIECES]) {
    const middle = piece.repeat(Math.floor(length / piece.length))
    for (const start of before) {
      for (const end of after) {
        yield { name: JSON.stringify([start, piece, end]), text: start + middle + end }
      }
    }
  }
  // For those that look for what comes again.
  yield { name: 'each character once', text: Array.from({ length: Math.min(length, 60_000) }, (_, code) => String.fromCharCode(code)).join('') }
}

/** Those of the suite, and of `npm run fuzz`. */
export const FEW = { before: ['', '"', '- ', '0'], after: ['', '\n', 'x'] }
export const ALL = { before: [...BEFORE, ...ODD_BEGINNINGS], after: AFTER }
