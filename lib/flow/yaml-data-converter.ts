import type { DataConverter } from './data-converter.js'
import { treeOf } from './yaml/dump.js'
import { valueOf } from './yaml/load.js'
import { parseYaml } from './yaml/parse.js'
import { writeYaml } from './yaml/write.js'

/** The Flow Framework's converter: YAML as Ruby's Psych writes and reads it. */
export const yamlDataConverter: DataConverter = {
  dump: (value) => writeYaml(treeOf(value)),
  load(text) {
    const parsed = parseYaml(text)
    return valueOf(parsed.roots[0], parsed)
  },
}
