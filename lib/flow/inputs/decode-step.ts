import { FlowFormatError } from '../flow-format-error.js'
import type { ActivitySettings, RetryPolicy } from '../../protocol/job-description.js'
import { decodeRetryPolicy } from './retry-policy.js'
import { isRubySymbol, membersOf } from '../ruby-values/index.js'
import { OPTION_NAMES } from './root-template.js'

/** An activity as the decider schedules it. */
export interface Step {
  readonly className: string
  readonly method: string
  /** The version is empty if the template names none, as with Ruby's decider. SWF then refuses to schedule the activity. */
  readonly version: string
  readonly options: ActivitySettings
  /** It is undefined if a failure is final. */
  readonly retryPolicy: RetryPolicy | undefined
}

/** The step that delivers the result to the process that waits for it. */
export interface ResultStep extends Step {
  readonly key: string
}

/** What the input of an execution of the default workflow says. */
export interface DecodedStart {
  readonly step: Step
  readonly resultStep?: ResultStep
  /** The input of the activity task: a list with the job's argument. */
  readonly activityInput: string
}

/**
 * Reads the template of a step.
 *
 * @throws FlowFormatError naming what the template lacks
 */
export function decodeStep(template: unknown, role: string): Step {
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
    options: readOptions(membersOf(options)),
    retryPolicy: decodeRetryPolicy(retry),
  }
}

/**
 * Reads the template of a result step.
 *
 * @throws FlowFormatError naming what the template lacks
 */
export function decodeResultStep(template: unknown): ResultStep {
  const { key } = membersOf(template)
  if (typeof key !== 'string') throw new FlowFormatError('the result step has no key')
  return { ...decodeStep(template, 'result step'), key }
}

function readOptions(options: Readonly<Record<string, unknown>>): ActivitySettings {
  const read: { -readonly [option in keyof ActivitySettings]: string } = {}
  for (const [option, name] of OPTION_NAMES) {
    const value = scalarText(options[name])
    if (value !== undefined) read[option] = value
  }
  return read
}

/** Reads a text, and is as lenient as Ruby, which accepts a symbol instead of a text in most places. */
function scalarText(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  if (isRubySymbol(value)) return value.name
  return typeof value === 'string' ? value : undefined
}
