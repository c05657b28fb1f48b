import { Composer, isAlias, Lexer, Parser, visit, type Alias, type CST, type Document, type Node } from 'yaml'
import { FlowFormatError, refuseLongText } from '../../flow-format-error.js'

/**
 * The library's parser and composer are recursive, so a text of brackets alone could exhaust the stack. If V8 then has to compile a
 * regular expression, it does not throw but ends the whole process (measured). So the depth is counted on tokens, without recursion.
 *
 * The values that this library writes stay well below this depth, see MAX_VALUE_DEPTH.
 */
export const MAX_DEPTH = 500

/** The parser leaves each scalar as its text. `resolvePlain` says what a plain scalar means, by Psych's rules and not the library's. */
const OPTIONS = {
  version: '1.1',
  schema: 'failsafe',
  merge: false,
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const

export interface ParsedYaml {
  /** The content of each document; null for an empty document. */
  readonly roots: ReadonlyArray<Node | null>
  /** The node that an alias stands for. In Psych's exceptions of two documents an alias can point into the document before. */
  target(alias: Alias): Node
}

/**
 * Parses a stream of YAML documents, bounded in length and depth.
 *
 * @param documents - says how many documents are read; the rest of the text is not even checked
 * @throws FlowFormatError saying why the text cannot be read
 */
export function parseYaml(text: string, documents = 1): ParsedYaml {
  refuseLongText(text)
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

/** The parser closes open collections by recursion, so there must not be too many of them. The document itself is on its stack, too. */
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

/** Refuses what is nested too deep, and what the library accepts although Ruby's parser does not. */
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

/** Refuses an unquoted text that begins with a colon. It usually is a symbol. */
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

/** An alias stands for the last anchor of its name that comes before it. */
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
