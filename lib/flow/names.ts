/**
 * Names and values that the AWS Flow Framework for Ruby has fixed, and that its workers and clients expect to find.
 * SWF identifies a type by name and version, and a registered default can never be changed. So these values must not change.
 */

export const DEFAULT_DOMAIN = 'FlowDefault'
export const DOMAIN_RETENTION_DAYS = '7'

export const DEFAULT_WORKFLOW = {
  name: 'FlowDefaultWorkflowRuby.start',
  version: '1.0',
  taskList: 'flow_default_ruby',
  childPolicy: 'TERMINATE',
  /** These timeouts are seconds in digits, as SWF writes them. */
  taskStartToCloseTimeout: '30',
  executionStartToCloseTimeout: '3600',
  taskPriority: '0',
} as const

export const RESULT_ACTIVITY = {
  className: 'FlowDefaultResultActivityRuby',
  method: 'run',
  name: 'FlowDefaultResultActivityRuby.run',
  version: '1.0',
  /** The registered default. Each result task names another list: that of the process that waits. */
  taskList: 'flow_default_ruby',
  /** The schedule-to-start timeout and the start-to-close timeout of a result task, in seconds. */
  timeout: 60,
} as const

/** The version of the activity that a job runs, unless its start names another one. */
export const DEFAULT_ACTIVITY_VERSION = '1.0'

/** Every result key begins with this text, which is part of the framework's format. */
export const RESULT_KEY_PREFIX = 'result_key: '
