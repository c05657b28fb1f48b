import type { DataConverter } from './data-converter.js'
import { treeOf } from '../yaml/writer/value-tree.js'
import { valueOf } from '../yaml/reader/load-value.js'
import { parseYaml } from '../yaml/reader/parse-yaml.js'
import { writeYaml } from '../yaml/writer/write-yaml.js'

/** The Flow Framework's converter: YAML as Ruby's Psych writes and reads it. */
export const yamlDataConverter: DataConverter = {
  dump: (value) => writeYaml(treeOf(value)),
  load(text) {
    const parsed = parseYaml(text)
    return valueOf(parsed.roots[0], parsed)
  },
}
