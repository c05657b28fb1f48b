/// <reference lib="esnext.disposable" preserve="true" />

export { JobWorker } from './job-worker.js'
export type { Activities, JobContext } from './activities/activities.js'
export type { JobWorkerHealth, JobWorkerState } from './state/job-worker-health.js'
export type { Concurrency, JobWorkerOptions } from './job-worker-options.js'
export type { Registration } from './registration/register-job-types.js'
export type { DataConverter } from '../flow/converters/data-converter.js'
export type { DataConverterChoice, StopOptions } from '../base/options.js'
export { StartError, WorkerFailedError } from '../errors/index.js'
