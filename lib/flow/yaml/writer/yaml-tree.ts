/**
 * A YAML document about to be written. All that we write goes through here, whether it comes from a value, from a template
 * or, as it came, from a text that somebody else wrote.
 */
export type YamlTree = YamlScalar | YamlBlock | YamlSequence | YamlMapping

export interface YamlScalar {
  readonly kind: 'scalar'
  /** As it stands in the document, on one line: quotes, anchor and tag included. */
  readonly text: string
}

/** A text of several lines, as a literal block. */
export interface YamlBlock {
  readonly kind: 'block'
  /** `|` and what goes before and after it. */
  readonly header: string
  readonly lines: readonly string[]
}

export interface YamlSequence {
  readonly kind: 'sequence'
  /** Anchor and tag, or nothing. */
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
