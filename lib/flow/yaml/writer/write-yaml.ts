import type { YamlMapping, YamlSequence, YamlTree } from './yaml-tree.js'

type Parent = 'document' | 'sequence' | 'mapping'

/** Readers accept a key without a `?` before it only if it is at most 1,024 characters long. */
const MAX_SIMPLE_KEY = 1_000

/** Writes trees as the documents of one YAML stream, in Psych's layout. */
export function writeYaml(...trees: readonly YamlTree[]): string {
  const out: string[] = []
  for (const tree of trees) {
    out.push('---')
    writeAfter(out, tree, 0, 'document')
  }
  return out.join('')
}

/** Writes what follows `---`, `-` or `key:`, including the end of the line. `indent` is the indentation of the collection around it. */
function writeAfter(out: string[], tree: YamlTree, indent: number, parent: Parent): void {
  if (tree.kind === 'scalar') {
    out.push(tree.text === '' ? '\n' : ` ${tree.text}\n`)
  } else if (tree.kind === 'block') {
    const margin = ' '.repeat(indent + 2)
    out.push(` ${tree.header}\n`)
    for (const line of tree.lines) out.push(line === '' ? '\n' : `${margin}${line}\n`)
  } else {
    writeCollection(out, tree, indent, parent)
  }
}

function writeCollection(out: string[], tree: YamlSequence | YamlMapping, indent: number, parent: Parent): void {
  if (tree.properties !== '') out.push(` ${tree.properties}`)
  if (isEmpty(tree)) {
    out.push(tree.kind === 'sequence' ? ' []\n' : ' {}\n')
    return
  }
  // A list in a map is not indented below its key. Every other collection is indented by two columns.
  const isFlush = parent === 'document' || (parent === 'mapping' && tree.kind === 'sequence')
  const isOnSameLine = parent === 'sequence' && tree.properties === ''
  out.push(isOnSameLine ? ' ' : '\n')
  writeItems(out, tree, isFlush ? indent : indent + 2, isOnSameLine)
}

function isEmpty(tree: YamlSequence | YamlMapping): boolean {
  return (tree.kind === 'sequence' ? tree.items : tree.entries).length === 0
}

function writeItems(out: string[], tree: YamlSequence | YamlMapping, indent: number, isOnSameLine: boolean): void {
  const margin = ' '.repeat(indent)
  let next = isOnSameLine ? '' : margin
  const items = tree.kind === 'sequence' ? tree.items : tree.entries
  for (const item of items) {
    out.push(next)
    next = margin
    if ('kind' in item) {
      out.push('-')
      writeAfter(out, item, indent, 'sequence')
    } else {
      writeEntry(out, item, indent)
    }
  }
}

function writeEntry(out: string[], [key, value]: readonly [YamlTree, YamlTree], indent: number): void {
  if (key.kind === 'scalar' && key.text !== '' && key.text.length <= MAX_SIMPLE_KEY) {
    out.push(key.text, ':')
    writeAfter(out, value, indent, 'mapping')
  } else {
    out.push('?')
    writeAfter(out, key, indent, 'sequence')
    out.push(' '.repeat(indent), ':')
    writeAfter(out, value, indent, 'sequence')
  }
}
