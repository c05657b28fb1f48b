/// <reference lib="esnext.disposable" preserve="true" />

export { LocalSwf, type LocalSwfClientOptions } from './local-swf.js'
export type { ServedRequest } from './http/served-request.js'
export type {
  ClockSkewRule,
  FaultKind,
  FaultRule,
  InjectedFaults,
  LatencyRule,
  NamedFaultRule,
  PlainRule,
  RequestRule,
  TaskRule,
} from './injection/fault-rule.js'
export type { LocalSwfAccount, LocalSwfFaults, LocalSwfOptions } from './options.js'
export type { ExecutionDescription, ExecutionStatus } from './inspection/execution-description.js'
export type { HistoryEvent } from './inspection/history-event.js'
export type { HistoryOptions } from './inspection/find-history.js'
export type { ExecutionsOptions, WaitForExecutionOptions } from './inspection/inspection.js'
export type { TaskListDescription } from './inspection/task-list-description.js'
export { systemClock, type Clock, type Timer } from './time/clock.js'
export { ManualClock } from './time/manual-clock.js'
export type { ClockOption, LocalClock } from './time/local-clock.js'
export type { LambdaFunction } from './model/tasks/lambda-functions.js'
