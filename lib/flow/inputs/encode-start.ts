import type { JobDescription } from '../../protocol/job-description.js'
import type { RetryMembers } from './retry-policy.js'
import { rubyObjectTree, symbolHashTree } from '../yaml/writer/template-trees.js'
import { rootTemplate, TEMPLATES, type ResultStepTemplate, type StepOptions, type StepTemplate } from './root-template.js'
import { valueTree } from '../yaml/writer/value-tree.js'
import { quoted, stringTree } from '../yaml/writer/string-tree.js'
import { NULL_TREE, scalar, sequence, type YamlTree } from '../yaml/writer/yaml-tree.js'
import { writeYaml } from '../yaml/writer/write-yaml.js'

/**
 * Writes the input of StartWorkflowExecution as the framework's client does.
 *
 * @throws TypeError naming the path of the first value in `args` that is not plain data
 */
export function encodeStart(start: JobDescription): string {
  const { step, result_step: resultStep } = rootTemplate(start)
  // Both steps have one converter object: the first step has the anchor, and the second one the alias.
  const converter = rubyObjectTree('AWS::Flow::YAMLDataConverter', {}, resultStep === null ? '' : '&1')
  const definition = rubyObjectTree(`${TEMPLATES}::RootTemplate`, {
    step: rubyObjectTree(`${TEMPLATES}::ActivityTemplate`, stepMembers(step, converter)),
    result_step: resultStep === null ? NULL_TREE : resultTree(resultStep),
  })
  // The framework's decider does not accept strings for these two keys. Inside of `args` Ruby's callers write symbols too.
  return writeYaml(sequence([symbolHashTree({ definition, args: valueTree(start.args, { keys: 'symbol' }) })]))
}

function resultTree(template: ResultStepTemplate): YamlTree {
  return rubyObjectTree(`${TEMPLATES}::ResultActivityTemplate`, {
    key: stringTree(template.key),
    ...stepMembers(template, scalar('*1')),
  })
}

function stepMembers({ name, options }: StepTemplate, converter: YamlTree): Readonly<Record<string, YamlTree>> {
  return { name: stringTree(name), options: optionsTree(options, converter) }
}

function optionsTree(options: StepOptions, converter: YamlTree): YamlTree {
  const { version, prefix_name: className, exponential_retry: retry, ...others } = options
  return symbolHashTree({
    version: stringTree(version),
    prefix_name: stringTree(className),
    data_converter: converter,
    exponential_retry: retryTree(retry),
    ...Object.fromEntries(Object.entries(others).map(([name, value]) => [name, valueTree(value)])),
  })
}

function retryTree(members: RetryMembers): YamlTree {
  const trees: Record<string, YamlTree> = {}
  for (const [name, value] of Object.entries(members)) {
    trees[name] = Array.isArray(value) ? sequence(value.map(classTree)) : valueTree(value)
  }
  return symbolHashTree(trees)
}

/** Writes a class by its name. Ruby cannot load the name of a class that it does not have. */
function classTree(name: string): YamlTree {
  return scalar(`!ruby/class ${quoted(name)}`)
}
