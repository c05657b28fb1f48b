import type { DataConverter } from './data-converter.js'
import { treeOf } from '../yaml/writing/dump.js'
import { valueOf } from '../yaml/reading/load.js'
import { parseYaml } from '../yaml/reading/parse.js'
import { writeYaml } from '../yaml/writing/write.js'

/** The Flow Framework's converter: YAML as Ruby's Psych writes and reads it. */
export const yamlDataConverter: DataConverter = {
  dump: (value) => writeYaml(treeOf(value)),
  load(text) {
    const parsed = parseYaml(text)
    return valueOf(parsed.roots[0], parsed)
  },
}
