import { isAlias, isMap, isScalar, isSeq, type Node } from 'yaml'
import { TEMPLATES } from './root-template.js'
import { FlowFormatError } from '../flow-format-error.js'
import { decodeResultStep, decodeStep, type DecodedStart } from './decode-step.js'
import { verbatimTree } from '../yaml/writer/verbatim-tree.js'
import { loadValue } from '../yaml/reader/load-value.js'
import { parseYaml, type ParsedYaml } from '../yaml/reader/parse-yaml.js'
import { isNamed, isSymbol, resolveScalar } from '../yaml/reader/scalars.js'
import { sequence } from '../yaml/writer/yaml-tree.js'
import { writeYaml } from '../yaml/writer/write-yaml.js'

const WORKFLOW = 'the input of the default workflow'

/**
 * Reads the input of an execution of the default workflow. It is as tolerant as the framework's decider: it does not look at the converter,
 * it follows aliases, keys inside of the options may be symbols or strings, and numbers may be texts. Only the two keys of the input
 * itself must be symbols.
 *
 * @throws FlowFormatError with the reason for FailWorkflowExecution
 */
export function decodeStart(input: string | undefined): DecodedStart {
  if (input === undefined) throw new FlowFormatError(`${WORKFLOW} is missing`)
  const parsed = parseYaml(input)
  const root = parsed.roots[0]
  const only = isSeq<Node>(root) && root.items.length === 1 ? root.items[0] : undefined
  if (!isMap(only)) throw new FlowFormatError(`${WORKFLOW} must be a list of one hash`)
  const definition = member(only, 'definition', parsed, isSymbol)
  if (definition === undefined) throw new FlowFormatError('Input hash must contain key :definition')
  const args = member(only, 'args', parsed, isSymbol)
  if (args === undefined) throw new FlowFormatError('Input hash must contain key :args')
  const step = activityTemplate(member(definition, 'step', parsed, isNamed))
  const resultStep = loadValue(member(definition, 'result_step', parsed, isNamed), parsed)
  return {
    step: { ...decodeStep(loadValue(step, parsed), 'step'), ...floatVersion(step, parsed) },
    ...(resultStep !== null && { resultStep: decodeResultStep(resultStep) }),
    activityInput: writeYaml(sequence([verbatimTree(args, parsed)])),
  }
}

/** The last member of this name in a map, with aliases followed; undefined if there is none. */
function member(node: Node, name: string, parsed: ParsedYaml, isKey: typeof isNamed): Node | undefined {
  if (!isMap<Node, Node | null>(node)) return undefined
  const value = node.items.findLast(({ key }) => isKey(key, name))?.value ?? undefined
  return isAlias(value) ? parsed.target(value) : value
}

/** Ruby writes a version that is a float with a point: the version 1.0 is not the version 1. */
function floatVersion(step: Node, parsed: ParsedYaml): { readonly version?: string } {
  const options = member(step, 'options', parsed, isNamed)
  const version = options && member(options, 'version', parsed, isNamed)
  if (!isScalar(version) || !/^\d+\.\d+$/.test(String(version.value))) return {}
  const value = resolveScalar(version)
  return typeof value === 'number' ? { version: Number.isInteger(value) ? `${value}.0` : String(value) } : {}
}

/** The framework also has templates of several steps, which this decider does not run. */
function activityTemplate(step: Node | undefined): Node {
  const known = `!ruby/object:${TEMPLATES}::ActivityTemplate`
  if (!isMap(step)) throw new FlowFormatError(`${WORKFLOW} has no step`)
  if (step.tag !== undefined && step.tag !== known) {
    throw new FlowFormatError(`the step is a ${step.tag}, and only ${known} can be run`)
  }
  return step
}
