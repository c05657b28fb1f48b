import { isAlias, isMap, isScalar, isSeq, type Node, type Scalar } from 'yaml'
import { FlowFormatError } from '../../flow-format-error.js'
import { MAX_VALUE_DEPTH } from '../../../base/limits.js'
import { isRubySymbol } from '../../ruby-values/index.js'
import { ValueSize } from '../reader/value-size.js'
import type { ParsedYaml } from '../reader/parse-yaml.js'
import { decodeTag } from '../reader/tagged-scalars.js'
import { resolveScalar } from '../reader/scalars.js'
import { isPrintable, stringScalar, quoted, stringTree, wellFormed } from './string-tree.js'
import { mapping, NULL_TREE, scalar, sequence, type YamlTree } from './yaml-tree.js'

/**
 * Makes the tree of a parsed node without interpreting the node: tags, anchors and the kinds of keys stay as they are. The decider hands
 * on inputs and results in this way, since Ruby may understand in them what the decider does not. An alias to something outside of the
 * node is replaced by what it stands for.
 *
 * @throws FlowFormatError for an unknown alias, for a value that contains itself, and for a value that is too large or nested too deep
 */
export function verbatimTree(root: Node | null | undefined, parsed: ParsedYaml): YamlTree {
  return new VerbatimTree(parsed).tree(root ?? null)
}

class VerbatimTree {
  readonly #parsed: ParsedYaml
  readonly #anchors = new Map<string, Node>()
  readonly #ancestors = new Set<Node>()
  readonly #size = new ValueSize()

  constructor(parsed: ParsedYaml) {
    this.#parsed = parsed
  }

  tree(node: Node | null): YamlTree {
    this.#size.add(1, node === null ? 0 : lengthOf(node))
    if (node === null) return NULL_TREE
    if (isAlias(node)) return this.#alias(this.#parsed.target(node))
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node)
    if (isScalar(node)) return scalarTree(node, stringTree)
    if (this.#ancestors.has(node)) throw new FlowFormatError('a value that contains itself')
    if (this.#ancestors.size >= MAX_VALUE_DEPTH) throw new FlowFormatError(`nested deeper than ${MAX_VALUE_DEPTH} levels`)
    this.#ancestors.add(node)
    const tree = this.#collection(node)
    this.#ancestors.delete(node)
    return tree
  }

  #alias(target: Node): YamlTree {
    const { anchor } = target
    const isWritten = anchor !== undefined && this.#anchors.get(anchor) === target
    return isWritten ? scalar(`*${anchor}`) : this.tree(target)
  }

  #collection(node: Node): YamlTree {
    const properties = propertiesOf(node)
    if (isSeq<Node>(node)) {
      return sequence(
        node.items.map((item) => this.tree(item)),
        properties,
      )
    }
    if (!isMap<Node, Node | null>(node)) throw new FlowFormatError('a node of unknown kind')
    return mapping(
      node.items.map(({ key, value }) => [this.#key(key), this.tree(value)]),
      properties,
    )
  }

  /** A key stands on one line. It is never written as an alias, since some readers take the colon after it as a part of its name. */
  #key(node: Node): YamlTree {
    if (isAlias(node)) return this.#key(this.#parsed.target(node))
    if (!isScalar(node)) return this.tree(node)
    this.#size.add(1, lengthOf(node))
    const properties = propertiesOf(node)
    // If the key were empty, the colon would come right after the tag or anchor, and be read as a part of it.
    if (node.type === 'PLAIN' && node.value === '' && properties !== '') {
      return scalar(joined(properties, resolveScalar(node) === null ? '~' : quoted('')))
    }
    return scalarTree(node, stringScalar)
  }
}

/** A tag counts in full. A `%TAG` handle that is written once can make many tags long. */
function lengthOf(node: Node): number {
  return (node.tag?.length ?? 0) + (isScalar(node) ? String(node.value).length : 0)
}

function scalarTree(node: Scalar, write: (value: string) => YamlTree): YamlTree {
  const value = String(node.value)
  const properties = propertiesOf(node)
  if (node.type === 'PLAIN' && isPrintable(value)) return scalar(joined(properties, value))
  const meaning = resolveScalar(node)
  // A symbol in quotes would be read as a string.
  if (isRubySymbol(meaning)) return scalar(joined(anchorOf(node), `!ruby/symbol ${quoted(meaning.name)}`))
  const tree = write(value)
  if (properties === '') return tree
  return tree.kind === 'block'
    ? { ...tree, header: `${properties} ${tree.header}` }
    : // A text keeps its quotes after a tag, since the tag `!` alone would not make it a string.
      scalar(`${properties} ${quoted(value)}`)
}

function propertiesOf(node: Node): string {
  return joined(anchorOf(node), node.tag === undefined ? '' : tagText(node.tag))
}

function anchorOf(node: Node): string {
  return 'anchor' in node && node.anchor !== undefined ? `&${node.anchor}` : ''
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ')
}

const YAML_TAG = 'tag:yaml.org,2002:'

/** Writes a tag so that nothing in it can end the tag, and so that what was percent-encoded is read as it was. */
function tagText(tag: string): string {
  const name = tag.startsWith(YAML_TAG) ? tag.slice(YAML_TAG.length) : tag
  // The parser has decoded the tags of YAML itself. Other tags are decoded when they are read, unless a part of them is malformed.
  const isDecoded = name !== tag || decodeTag(tag) === tag
  const encoded = wellFormed(name).replace(isDecoded ? /[^\w!:/.-]/gu : /[^\w!:/.%-]/gu, encodeURIComponent)
  if (name !== tag && /^[^!]+$/.test(name)) return `!!${encoded}`
  // A text between two exclamation marks would be a handle, which would have to be declared.
  return /^![^!]*$/.test(encoded) ? encoded : `!<${encoded}>`
}
