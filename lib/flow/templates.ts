import { DEFAULT_ACTIVITY_VERSION, RESULT_ACTIVITY } from './names.js'
import { retryTree, type RetrySettings } from './retry-policy.js'
import { rubyObject, symbolHash } from './ruby-trees.js'
import { treeOf } from './yaml-dump.js'
import { text } from './yaml-text.js'
import { NULL_TREE, scalar, sequence, type YamlTree } from './yaml-tree.js'
import { writeYaml } from './yaml-write.js'

/** SWF's settings of one activity task. Durations are SWF's own: seconds in digits, or `NONE`. */
export interface ActivityOptions {
  readonly taskPriority?: string | undefined
  readonly taskList?: string | undefined
  readonly scheduleToCloseTimeout?: string | undefined
  readonly scheduleToStartTimeout?: string | undefined
  readonly startToCloseTimeout?: string | undefined
  readonly heartbeatTimeout?: string | undefined
}

/** What an execution of the default workflow is to do: which activity to run, on what, and who waits for its result. */
export interface JobStart extends ActivityOptions {
  readonly className: string
  readonly method: string
  /** `1.0` unless given. */
  readonly version?: string | undefined
  readonly retry?: RetrySettings | undefined
  /** The activity's argument: any plain data. */
  readonly args: unknown
  /** Result key and task list of the process that waits; without both of them nobody does. */
  readonly key?: string | undefined
  readonly resultTaskList?: string | undefined
}

export const TEMPLATES = 'AWS::Flow::Templates'

/** What each option is called in a template. */
export const OPTION_NAMES: ReadonlyArray<readonly [keyof ActivityOptions, string]> = [
  ['taskPriority', 'task_priority'],
  ['taskList', 'task_list'],
  ['scheduleToCloseTimeout', 'schedule_to_close_timeout'],
  ['scheduleToStartTimeout', 'schedule_to_start_timeout'],
  ['startToCloseTimeout', 'start_to_close_timeout'],
  ['heartbeatTimeout', 'heartbeat_timeout'],
]

/**
 * Writes the input of StartWorkflowExecution as the framework's client does.
 *
 * @throws TypeError naming the path in `args` of what is no plain data
 */
export function encodeStart(start: JobStart): string {
  const { className, method, version = DEFAULT_ACTIVITY_VERSION, args, key, resultTaskList } = start
  const hasResult = key !== undefined && resultTaskList !== undefined
  // One converter object for both steps: an anchor here, its alias in the other.
  const converter = rubyObject('AWS::Flow::YAMLDataConverter', {}, hasResult ? '&1' : '')
  const step = rubyObject(`${TEMPLATES}::ActivityTemplate`, {
    name: text(method),
    options: stepOptions(version, className, converter, { exponential_retry: retryTree(start.retry), ...optionTrees(start) }),
  })
  const definition = rubyObject(`${TEMPLATES}::RootTemplate`, {
    step,
    result_step: hasResult ? resultStep(key, resultTaskList, scalar('*1')) : NULL_TREE,
  })
  // The framework's decider takes no strings for these two keys, and Ruby's callers give symbols inside of `args` too.
  return writeYaml(sequence([symbolHash({ definition, args: treeOf(args, { keys: 'symbol' }) })]))
}

function resultStep(key: string, taskList: string, converter: YamlTree): YamlTree {
  const timeout = scalar(String(RESULT_ACTIVITY.timeout))
  return rubyObject(`${TEMPLATES}::ResultActivityTemplate`, {
    key: text(key),
    name: text(RESULT_ACTIVITY.method),
    options: stepOptions(RESULT_ACTIVITY.version, RESULT_ACTIVITY.className, converter, {
      exponential_retry: retryTree(),
      task_list: text(taskList),
      schedule_to_start_timeout: timeout,
      start_to_close_timeout: timeout,
    }),
  })
}

function stepOptions(version: string, className: string, converter: YamlTree, others: Record<string, YamlTree>): YamlTree {
  return symbolHash({
    version: text(version),
    prefix_name: text(className),
    data_converter: converter,
    ...others,
  })
}

/** Priorities and seconds are written as numbers, as Ruby's callers give them. */
function optionTrees(options: ActivityOptions): Record<string, YamlTree> {
  const trees: Record<string, YamlTree> = {}
  for (const [option, name] of OPTION_NAMES) {
    const value = options[option]
    if (value === undefined) continue
    trees[name] = option !== 'taskList' && /^(?:0|-?[1-9]\d*)$/.test(value) ? scalar(value) : text(value)
  }
  return trees
}
