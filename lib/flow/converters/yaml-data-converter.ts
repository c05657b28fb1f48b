import type { DataConverter } from './data-converter.js'
import { loadValue } from '../yaml/reader/load-value.js'
import { parseYaml } from '../yaml/reader/parse-yaml.js'
import { valueTree } from '../yaml/writer/value-tree.js'
import { writeYaml } from '../yaml/writer/write-yaml.js'

/** The Flow Framework's converter: it writes and reads YAML as Ruby's Psych does. */
export const yamlDataConverter: DataConverter = {
  dump: (value) => writeYaml(valueTree(value)),
  load(text) {
    const parsed = parseYaml(text)
    return loadValue(parsed.roots[0], parsed)
  },
}
