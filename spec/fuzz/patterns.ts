import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Pattern {
  /** Path and line. */
  readonly place: string
  readonly source: string
  readonly flags: string
}

const BLANK = /(?:\s|\/\/[^\n]*|^#![^\n]*|\/\*[^]*?\*\/)+/y
const STRING = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/y
const TEMPLATE_TEXT = /(?:[^\\`$]|\\[^]|\$(?!\{))*(`|\$\{)/y
const WORD = /[\w$]+/y
const LITERAL = /\/((?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([dgimsuvy]*)/y
/** After it a slash divides; all else is a beginning. */
const OPERAND_END = /[\w$)\]}'"`]$/
const BEFORE_OPERAND = new Set(['return', 'typeof', 'case', 'in', 'of', 'throw', 'yield', 'await', 'void', 'else', 'do'])

/** Every regular expression in our code, so that none can be forgotten. Run from the package's root. */
export function ourPatterns(): readonly Pattern[] {
  return ['lib', 'workers'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .flatMap((path) => patternsIn(readFileSync(join(folder, path), 'utf8'), join(folder, path))),
  )
}

/**
 * The literals in a source, told from divisions by what stands before them.
 *
 * @throws Error where that is in doubt, and for expressions that are made of texts, which nobody could try
 */
export function patternsIn(source: string, path: string): readonly Pattern[] {
  const found: Pattern[] = []
  /** Of the templates around: how many braces are open in the one of code. */
  const braces: number[] = []
  let before = ''
  let at = 0
  const fail = (what: string): never => {
    throw new Error(`${path}:${lineAt(source, at)}: ${what}`)
  }
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at
    const match = pattern.exec(source) ?? undefined
    at = match === undefined ? at : pattern.lastIndex
    return match
  }
  const templateText = (): void => {
    const [, end = fail('a template without an end')] = take(TEMPLATE_TEXT) ?? []
    if (end === '${') braces.push(0)
    before = end === '${' ? '{' : '`'
  }
  while (at < source.length) {
    if (take(BLANK)) continue
    const token = (take(STRING) ?? take(WORD))?.[0]
    if (token !== undefined) {
      before = token
      if (token === 'RegExp' && source[at] === '(') fail('a regular expression made of a text')
      continue
    }
    const character = source[at] ?? ''
    if (character === '/') {
      const divides = OPERAND_END.test(before) && !BEFORE_OPERAND.has(before)
      // The formatter puts a space after each sign of division.
      if (divides !== (source[at + 1] === ' ')) fail('a slash that may be either')
      const start = at
      const [text, pattern, flags = ''] = divides ? [] : (take(LITERAL) ?? fail('a regular expression without an end'))
      if (pattern !== undefined) found.push({ place: `${path}:${lineAt(source, start)}`, source: pattern, flags })
      else at += 1
      before = text === undefined ? '/' : ')'
      continue
    }
    at += 1
    const depth = braces.at(-1)
    if (character === '`') templateText()
    else if (character === '}' && depth === 0) {
      braces.pop()
      templateText()
    } else {
      if (depth !== undefined && character === '{') braces[braces.length - 1] = depth + 1
      if (depth !== undefined && character === '}') braces[braces.length - 1] = depth - 1
      before = character
    }
  }
  return found
}

function lineAt(source: string, at: number): number {
  return source.slice(0, at).split('\n').length
}
