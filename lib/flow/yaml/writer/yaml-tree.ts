/**
 * A YAML document that is about to be written. Every document becomes such a tree first, whether it comes from a value, from a template,
 * or from a text that somebody else wrote and that is handed on unchanged.
 */
export type YamlTree = YamlScalar | YamlBlock | YamlSequence | YamlMapping

export interface YamlScalar {
  readonly kind: 'scalar'
  /** The text as it stands in the document, on one line, with its quotes, anchor and tag. */
  readonly text: string
}

/** A text of several lines, which is written as a literal block. */
interface YamlBlock {
  readonly kind: 'block'
  /** The character `|`, with the anchor and tag before it and the indicators after it. */
  readonly header: string
  readonly lines: readonly string[]
}

export interface YamlSequence {
  readonly kind: 'sequence'
  /** The anchor and tag; empty if there are none. */
  readonly properties: string
  readonly items: readonly YamlTree[]
}

export interface YamlMapping {
  readonly kind: 'mapping'
  readonly properties: string
  readonly entries: ReadonlyArray<readonly [key: YamlTree, value: YamlTree]>
}

export const NULL_TREE: YamlScalar = { kind: 'scalar', text: '' }

export function scalar(text: string): YamlScalar {
  return { kind: 'scalar', text }
}

export function sequence(items: readonly YamlTree[], properties = ''): YamlSequence {
  return { kind: 'sequence', properties, items }
}

export function mapping(entries: YamlMapping['entries'], properties = ''): YamlMapping {
  return { kind: 'mapping', properties, entries }
}
