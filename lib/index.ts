/// <reference lib="esnext.disposable" preserve="true" />

export { ResultWorker } from './result-worker.js'
export { ResultService, type ServiceOptions } from './service/result-service.js'
export type { StartOptions } from './service/supervision/start-options.js'
export type { CreatedResult, ResultOptions, SchemaOption } from './service/waiting/result-options.js'
export type { Health, ServiceState } from './service/reporting/health.js'
export type { StopReport, UnansweredTask } from './service/reporting/stop-report.js'
export type { StartedJob, UnawaitedJob } from './service/calls/started-job.js'
export type { DiagnosticsMessages, Ending } from './service/reporting/diagnostics.js'
export { jobs, type Jobs, type UntypedJobs } from './jobs/jobs.js'
export type {
  ActivityOptions,
  ActivityTimeouts,
  JobOptions,
  PlainJobOptions,
  UnawaitedJobOptions,
  WorkflowOptions,
} from './jobs/job-options.js'
export type { RetryOptions } from './jobs/retry-options.js'
export type { ActivityClasses, JobInput, JobName, JobResult } from './jobs/job-types.js'
export type { Credentials, SwfConnection } from './base/connection.js'
export type { DataConverter } from './flow/converters/data-converter.js'
export type { DataConverterChoice, StopOptions } from './base/options.js'
export {
  type AwaitedResult,
  JobAlreadyRunningError,
  JobFailedError,
  JobStartError,
  ResultError,
  ResultTimeoutError,
  ResultValidationError,
  ResultWorkerConflictError,
  ResultWorkerNotStartedError,
  ResultWorkerStoppedError,
  StartError,
  WorkerFailedError,
  WorkflowClosedError,
  type CloseStatus,
  type JobErrorCode,
  type ResultErrorCode,
  type StartErrorCode,
  type ValidationIssue,
  type WorkflowErrorCode,
} from './errors/index.js'
export {
  isRubyArray,
  isRubyBigDecimal,
  isRubyClass,
  isRubyComplex,
  isRubyDate,
  isRubyDateTime,
  isRubyEncoding,
  isRubyException,
  isRubyHash,
  isRubyModule,
  isRubyObject,
  isRubyRange,
  isRubyRational,
  isRubyRegexp,
  isRubySet,
  isRubyString,
  isRubyStruct,
  isRubySymbol,
  isRubyTime,
  isRubyValue,
  rubyArray,
  rubyBigDecimal,
  rubyClass,
  rubyComplex,
  rubyDate,
  rubyDateTime,
  rubyEncoding,
  rubyException,
  rubyHash,
  rubyModule,
  rubyObject,
  rubyRange,
  rubyRational,
  rubyRegexp,
  rubySet,
  rubyString,
  rubyStruct,
  rubySymbol,
  rubyTime,
  rubyToDate,
  type RubyArray,
  type RubyBigDecimal,
  type RubyClass,
  type RubyComplex,
  type RubyDate,
  type RubyDateTime,
  type RubyEncoding,
  type RubyException,
  type RubyExceptionParts,
  type RubyHash,
  type RubyHashEntry,
  type RubyHashParts,
  type RubyKind,
  type RubyModule,
  type RubyObject,
  type RubyRange,
  type RubyRational,
  type RubyReal,
  type RubyRegexp,
  type RubySet,
  type RubyString,
  type RubyStruct,
  type RubySymbol,
  type RubyTime,
  type RubyTimeParts,
  type RubyValue,
} from './flow/ruby-values/index.js'
