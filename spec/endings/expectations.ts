import type { DiagnosticsMessages } from '../../lib/index.js'

/** How a promise settles. */
export interface Settles {
  readonly value?: unknown
  /** The error's name, under which its class is exported; but AbortError is the platform's. */
  readonly name?: string
  readonly code?: string
  /** What the channel of results is told, once; nothing if there was no wait yet. */
  readonly outcome?: DiagnosticsMessages['swf-result-worker.result']['outcome']
}

/** The result that is sent, where no other is said. */
export const RESULT = 1

const closed = (closeStatus: string): Settles => ({
  name: 'WorkflowClosedError',
  code: `ERR_RESULT_WORKFLOW_${closeStatus}`,
  outcome: 'closed',
})

/** The words of the tables that stand for an ending; with an asterisk, for one before there was a wait to tell of. */
export const SETTLES: Readonly<Record<string, Settles>> = {
  VALUE: { value: RESULT, outcome: 'completed' },
  /** It has settled by the result already: nothing changes. */
  SAME: { value: RESULT, outcome: 'completed' },
  FAILED: { name: 'JobFailedError', code: 'ERR_RESULT_JOB_FAILED', outcome: 'failed' },
  INVALID: { name: 'ResultValidationError', code: 'ERR_RESULT_VALIDATION', outcome: 'invalid' },
  OVERDUE: { name: 'ResultTimeoutError', code: 'ERR_RESULT_TIMEOUT', outcome: 'timed-out' },
  ABORTED: { name: 'AbortError', code: 'ABORT_ERR', outcome: 'aborted' },
  STOPPED: { name: 'ResultWorkerStoppedError', code: 'ERR_RESULT_STOPPED', outcome: 'given-up' },
  BROKEN: { name: 'WorkerFailedError', code: 'ERR_RESULT_WORKER_FAILED', outcome: 'given-up' },
  TIMED_OUT: closed('TIMED_OUT'),
  TERMINATED: closed('TERMINATED'),
  CANCELED: closed('CANCELED'),
  CLOSED: closed('FAILED'),
  REFUSED: { name: 'JobStartError', code: 'ERR_RESULT_JOB_START', outcome: 'given-up' },
  TAKEN: { name: 'JobAlreadyRunningError', code: 'ERR_RESULT_JOB_ALREADY_RUNNING', outcome: 'given-up' },
  UNSTARTED: { name: 'StartError', code: 'ERR_RESULT_ACCESS_DENIED', outcome: 'given-up' },
}

/** The words of the tables that say why there is nothing to try. */
export const IMPOSSIBLE: Readonly<Record<string, string>> = {
  early: 'SWF has not been asked to start it yet',
  started: 'SWF has taken the job',
  waits: 'the wait has begun',
  once: 'a value is checked once',
  running: 'the service has started',
  never: 'a service that never ran is refused, see there',
  breaks: 'a successor that is refused for good is the end of the service, see there',
  throws: 'createResult throws',
  unasked: 'nothing is asked of SWF',
  cut: 'a stop does not wait for a start whose result nobody awaits',
  unknown: 'which execution will send it is not known here',
}
