import { isAlias, isMap, isSeq, type Node } from 'yaml'
import { FlowFormatError } from './flow-format-error.js'
import { decodeRetryPolicy, type RetryPolicy } from './retry-policy.js'
import { isRubySymbol, membersOf } from './ruby-values.js'
import { OPTION_NAMES, TEMPLATES, type ActivityOptions } from './templates.js'
import { forward } from './yaml-forward.js'
import { valueOf } from './yaml-load.js'
import { parseYaml, type ParsedYaml } from './yaml-parse.js'
import { isNamed } from './yaml-scalars.js'
import { sequence } from './yaml-tree.js'
import { writeYaml } from './yaml-write.js'

/** An activity as the decider schedules it. */
export interface Step {
  readonly className: string
  readonly method: string
  /** Empty if the template names none, as Ruby's decider has it: SWF refuses that. */
  readonly version: string
  readonly options: ActivityOptions
  /** Undefined when a failure is final. */
  readonly retryPolicy: RetryPolicy | undefined
}

export interface ResultStep extends Step {
  readonly key: string
}

export interface DecodedStart {
  readonly step: Step
  readonly resultStep?: ResultStep
  /** The job's argument in a list, as it came: what only Ruby understands stays, and so do the kinds of keys. */
  readonly activityInput: string
}

const WORKFLOW = 'the input of the default workflow'

/**
 * Reads the input of an execution of the default workflow, as tolerant as the framework's decider, and a little more:
 * aliases, converter and the key's form do not matter; keys may be symbols or strings, numbers text.
 *
 * @throws FlowFormatError with the reason, for FailWorkflowExecution
 */
export function decodeStart(input: string | undefined): DecodedStart {
  if (input === undefined) throw new FlowFormatError(`${WORKFLOW} is missing`)
  const parsed = parseYaml(input)
  const root = parsed.roots[0]
  const only = isSeq<Node>(root) && root.items.length === 1 ? root.items[0] : undefined
  if (!isMap(only)) throw new FlowFormatError(`${WORKFLOW} must be a list of one hash`)
  const definition = member(only, 'definition', parsed)
  if (definition === undefined) throw new FlowFormatError('Input hash must contain key :definition')
  const args = member(only, 'args', parsed)
  if (args === undefined) throw new FlowFormatError('Input hash must contain key :args')
  const step = member(definition, 'step', parsed)
  const resultStep = valueOf(member(definition, 'result_step', parsed), parsed)
  return {
    step: decodeStep(valueOf(activityTemplate(step), parsed), 'step'),
    ...(resultStep !== null && { resultStep: decodeResultStep(resultStep) }),
    activityInput: writeYaml(sequence([forward(args, parsed)])),
  }
}

/** A member of a map, the last of that name, aliases followed; undefined if there is none. */
function member(node: Node, name: string, parsed: ParsedYaml): Node | undefined {
  if (!isMap<Node, Node | null>(node)) return undefined
  const value = node.items.findLast((pair) => isNamed(pair.key, name))?.value ?? undefined
  return isAlias(value) ? parsed.target(value) : value
}

/** The framework has templates of several steps too, which this decider does not run. */
function activityTemplate(step: Node | undefined): Node {
  const known = `!ruby/object:${TEMPLATES}::ActivityTemplate`
  if (!isMap(step)) throw new FlowFormatError(`${WORKFLOW} has no step`)
  if (step.tag !== undefined && step.tag !== known) {
    throw new FlowFormatError(`the step is a ${step.tag}, and only ${known} can be run`)
  }
  return step
}

function decodeStep(template: unknown, role: string): Step {
  const { name, options } = membersOf(template)
  const { version, prefix_name: prefix, exponential_retry: retry } = membersOf(options)
  const method = scalarText(name)
  const className = scalarText(prefix)
  if (method === undefined || method === '') throw new FlowFormatError(`the ${role} has no name`)
  if (className === undefined || className === '') throw new FlowFormatError(`the ${role} has no :prefix_name`)
  return {
    className,
    method,
    version: scalarText(version) ?? '',
    options: decodeOptions(membersOf(options)),
    retryPolicy: decodeRetryPolicy(retry),
  }
}

function decodeResultStep(template: unknown): ResultStep {
  const { key } = membersOf(template)
  if (typeof key !== 'string') throw new FlowFormatError('the result step has no key')
  return { ...decodeStep(template, 'result step'), key }
}

function decodeOptions(options: Readonly<Record<string, unknown>>): ActivityOptions {
  const decoded: { -readonly [option in keyof ActivityOptions]: string } = {}
  for (const [option, name] of OPTION_NAMES) {
    const value = scalarText(options[name])
    if (value !== undefined) decoded[option] = value
  }
  return decoded
}

/** As lenient as Ruby, which takes a symbol for a text in most places. */
function scalarText(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  if (isRubySymbol(value)) return value.name
  return typeof value === 'string' ? value : undefined
}
