import { Composer, isAlias, Lexer, Parser, visit, type Alias, type CST, type Document, type Node } from 'yaml'
import { FlowFormatError } from '../../flow-format-error.js'
import { LIMITS } from '../../../base/limits.js'

/** SWF carries no longer text than `LIMITS.data`; twice that is room for one from elsewhere. */
const MAX_LENGTH = 2 * LIMITS.data
/**
 * Parser and composer recurse. A text of brackets alone would exhaust the stack, and where V8 then meets a regular expression for
 * the first time it does not throw but ends the whole process (measured); so depth is counted on tokens, without recursion.
 *
 * Values that we write are bounded well below this, see MAX_VALUE_DEPTH.
 */
export const MAX_DEPTH = 500

/** Scalars are left as the text they are: what a plain one means is for `resolvePlain`, by Psych's rules and not the library's. */
const OPTIONS = {
  version: '1.1',
  schema: 'failsafe',
  merge: false,
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const

export interface ParsedYaml {
  /** The content of each document; null for one without any. */
  readonly roots: ReadonlyArray<Node | null>
  /** What an alias stands for. Psych's two-document exceptions have one that points into the document before. */
  target(alias: Alias): Node
}

/**
 * Parses a stream of YAML documents, bounded in length and depth.
 *
 * @param documents - how many to look at; what comes after is not even checked
 * @throws FlowFormatError
 */
export function parseYaml(text: string, documents = 1): ParsedYaml {
  if (text.length > MAX_LENGTH)
    throw new FlowFormatError(`text of ${text.length} characters is too long, the limit is ${MAX_LENGTH}`)
  const tokens = tokensOf(text)
  refuseTokens(tokens, text)
  const composed = [...new Composer(OPTIONS).compose(tokens, false, text.length)].slice(0, documents)
  for (const document of composed) refuseErrors(document, text)
  const targets = targetsOfAliases(composed)
  return {
    roots: composed.map((document) => document.contents),
    target(alias) {
      const target = targets.get(alias)
      if (target === undefined) throw new FlowFormatError(`unknown alias *${alias.source}`)
      return target
    },
  }
}

export function tooDeep(): FlowFormatError {
  return new FlowFormatError(`nested deeper than ${MAX_DEPTH} levels`)
}

/** The parser ends open collections by recursion, so it must not have too many. Beneath them on its stack is the document. */
function tokensOf(text: string): readonly CST.Token[] {
  const parser = new Parser()
  const tokens: CST.Token[] = []
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme))
    if (parser.stack.length > MAX_DEPTH + 1) throw tooDeep()
  }
  tokens.push(...parser.end())
  return tokens
}

/** What is nested too deep, and what Ruby's parser does not take although the library does. */
function refuseTokens(tokens: readonly CST.Token[], text: string): void {
  const waiting: Array<readonly [CST.Token, number]> = tokens.map((token) => [token, 0])
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [token, depth] = next
    if (depth > MAX_DEPTH) throw tooDeep()
    if (token.type === 'document' && token.value) waiting.push([token.value, depth + 1])
    if (!('items' in token)) continue
    for (const { key, value } of token.items) {
      for (const part of [key, value]) {
        if (!part) continue
        if (token.type === 'flow-collection') refuseColon(part, text)
        waiting.push([part, depth + 1])
      }
    }
  }
}

/** A symbol without quotes, as a rule. */
function refuseColon(part: CST.Token, text: string): void {
  if (part.type !== 'scalar' || !part.source.startsWith(':')) return
  throw notYaml('an unquoted text in a flow collection must not begin with a colon', part.offset, text)
}

function refuseErrors(document: Document.Parsed, text: string): void {
  const [error] = document.errors
  if (error !== undefined) throw notYaml(error.message, error.pos[0], text)
}

function notYaml(why: string, offset: number, text: string): FlowFormatError {
  const before = text.slice(0, offset).split('\n')
  return new FlowFormatError(`not YAML: ${why} at line ${before.length} column ${(before.at(-1)?.length ?? 0) + 1}`)
}

/** An alias means the last anchor of its name before it. */
function targetsOfAliases(documents: readonly Document.Parsed[]): ReadonlyMap<Alias, Node> {
  const anchors = new Map<string, Node>()
  const targets = new Map<Alias, Node>()
  for (const document of documents) {
    visit(document, {
      Node(_, node) {
        if (isAlias(node)) {
          const target = anchors.get(node.source)
          if (target) targets.set(node, target)
        } else if (node.anchor) {
          anchors.set(node.anchor, node)
        }
      },
    })
  }
  return targets
}
