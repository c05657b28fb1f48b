/**
 * What the AWS Flow Framework for Ruby fixed, and its workers and clients expect to find.
 * SWF compares a type by name and version, and a registered default is for ever: these values must not drift.
 */

export const DEFAULT_DOMAIN = 'FlowDefault'
export const DOMAIN_RETENTION_DAYS = '7'

export const DEFAULT_WORKFLOW = {
  name: 'FlowDefaultWorkflowRuby.start',
  version: '1.0',
  taskList: 'flow_default_ruby',
  childPolicy: 'TERMINATE',
  /** Seconds, as SWF writes them. */
  taskStartToCloseTimeout: '30',
  executionStartToCloseTimeout: '3600',
  taskPriority: '0',
} as const

export const RESULT_ACTIVITY = {
  className: 'FlowDefaultResultActivityRuby',
  method: 'run',
  name: 'FlowDefaultResultActivityRuby.run',
  version: '1.0',
  /** The registered default. A result task always names the list of the process that waits. */
  taskList: 'flow_default_ruby',
  /** Seconds, of one result task: both schedule-to-start and start-to-close. */
  timeout: 60,
} as const

/** Version of the activities that jobs run, unless a start names another. */
export const DEFAULT_ACTIVITY_VERSION = '1.0'

/** Every result key begins so: part of the format. */
export const RESULT_KEY_PREFIX = 'result_key: '
