import type { YamlMapping, YamlSequence, YamlTree } from './yaml-tree.js'

type Parent = 'document' | 'sequence' | 'mapping'

/** Readers take a key without a `?` before it only if it is at most 1,024 characters long. */
const MAX_SIMPLE_KEY = 1_000

/** Writes trees as the documents of one stream, in Psych's layout. */
export function writeYaml(...trees: readonly YamlTree[]): string {
  return trees.map((tree) => `---${writeAfter(tree, 0, 'document')}`).join('')
}

/** What follows `---`, `-` or `key:`, the end of the line included; `indent` is that of the collection around it. */
function writeAfter(tree: YamlTree, indent: number, parent: Parent): string {
  if (tree.kind === 'scalar') return tree.text === '' ? '\n' : ` ${tree.text}\n`
  if (tree.kind === 'block') {
    const margin = ' '.repeat(indent + 2)
    return ` ${tree.header}\n${tree.lines.map((line) => (line === '' ? '\n' : `${margin}${line}\n`)).join('')}`
  }
  const head = tree.properties === '' ? '' : ` ${tree.properties}`
  if (isEmpty(tree)) return `${head} ${tree.kind === 'sequence' ? '[]' : '{}'}\n`
  if (parent === 'document') return `${head}\n${writeItems(tree, 0)}`
  // A list in a map stands as far left as its key; all else two further right.
  const inner = parent === 'mapping' && tree.kind === 'sequence' ? indent : indent + 2
  const items = writeItems(tree, inner)
  return parent === 'sequence' && head === '' ? ` ${items.slice(inner)}` : `${head}\n${items}`
}

function isEmpty(tree: YamlSequence | YamlMapping): boolean {
  return (tree.kind === 'sequence' ? tree.items : tree.entries).length === 0
}

function writeItems(tree: YamlSequence | YamlMapping, indent: number): string {
  const margin = ' '.repeat(indent)
  if (tree.kind === 'sequence') return tree.items.map((item) => `${margin}-${writeAfter(item, indent, 'sequence')}`).join('')
  return tree.entries.map(([key, value]) => margin + writeEntry(key, value, indent)).join('')
}

function writeEntry(key: YamlTree, value: YamlTree, indent: number): string {
  if (key.kind === 'scalar' && key.text !== '' && key.text.length <= MAX_SIMPLE_KEY) {
    return `${key.text}:${writeAfter(value, indent, 'mapping')}`
  }
  return `?${writeAfter(key, indent, 'sequence')}${' '.repeat(indent)}:${writeAfter(value, indent, 'sequence')}`
}
