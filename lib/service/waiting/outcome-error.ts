import { JobFailedError, WorkflowClosedError, type CloseStatus } from '../../errors/index.js'
import type { Outcome } from '../../protocol/outcome.js'
import type { PendingResult } from './pending-result.js'

type Failure = Exclude<Outcome, { readonly status: 'completed' }>

const WHAT_HAPPENED: Readonly<Record<CloseStatus, string>> = {
  FAILED: 'its workflow execution was failed by its decider',
  TIMED_OUT:
    'its workflow execution ran out of time: check that its task lists are polled, or give it more by `workflow.executionStartToCloseTimeoutMs`',
  TERMINATED: 'its workflow execution was terminated',
  CANCELED: 'its workflow execution was canceled',
}

/** Makes the error with which the promise of a job rejects that ended without a value. */
export function outcomeError(outcome: Failure, { execution, subject }: PendingResult): JobFailedError | WorkflowClosedError {
  if (outcome.status === 'failed') return new JobFailedError(outcome.code, outcome.failure, execution)
  const { closeStatus, reason, failure } = outcome
  const { workflowId = '', runId = '' } = execution ?? {}
  const why = reason ? ` (${reason})` : ''
  return new WorkflowClosedError(
    closeStatus,
    { workflowId, runId },
    `No result of ${subject}: ${WHAT_HAPPENED[closeStatus]}${why}. Its history says more; start the job again if it may run twice`,
    failure,
  )
}
