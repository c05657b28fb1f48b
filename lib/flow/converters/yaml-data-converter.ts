import type { DataConverter } from './data-converter.js'
import { valueTree } from '../yaml/writer/value-tree.js'
import { loadValue } from '../yaml/reader/load-value.js'
import { parseYaml } from '../yaml/reader/parse-yaml.js'
import { writeYaml } from '../yaml/writer/write-yaml.js'

/** The Flow Framework's converter: YAML as Ruby's Psych writes and reads it. */
export const yamlDataConverter: DataConverter = {
  dump: (value) => writeYaml(valueTree(value)),
  load(text) {
    const parsed = parseYaml(text)
    return loadValue(parsed.roots[0], parsed)
  },
}
