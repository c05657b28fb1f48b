import { RETRIES } from './activities.js'
import type { Found } from './judge.js'
import { planJob, type JobKind, type JobPlan } from './plan.js'
import type { ExecutionFacts, JobOutcome } from './reports.js'

/** Endings that the execution's history has to agree with. */
const ENDS_IN_HISTORY: Readonly<Record<string, (facts: ExecutionFacts, kind: JobKind) => boolean>> = {
  value: ({ completed }, kind) => completed === 1 && (kind === 'echo' || kind === 'flaky'),
  ERR_RESULT_JOB_FAILED: (facts, kind) => facts.lastEnd === 'failed' && (kind === 'failing' || isFinal(facts)),
  ERR_RESULT_JOB_TIMED_OUT: (facts) => facts.lastEnd === 'timed-out' && isFinal(facts),
  ERR_RESULT_WORKFLOW_TERMINATED: ({ status }, kind) => status === 'TERMINATED' && kind === 'terminated',
  ERR_RESULT_WORKFLOW_TIMED_OUT: ({ status }, kind) => status === 'TIMED_OUT' && kind === 'stalled',
}

/** No retry is left, or nobody was left to decide one. */
function isFinal({ scheduled, status }: ExecutionFacts): boolean {
  return scheduled.length > RETRIES || status === 'TERMINATED' || status === 'TIMED_OUT'
}

/** Endings of the wait alone. */
const ENDS_OF_WAITS: Readonly<Record<string, (plan: JobPlan) => boolean>> = {
  ABORT_ERR: ({ abortAfterMs }) => abortAfterMs !== undefined,
  ERR_RESULT_TIMEOUT: ({ deadlineMs }) => deadlineMs !== undefined,
}

/** Between the clocks of two processes, hurried. */
const SKEW_MS = 100

/** What a refused start says if it is not sure. */
const DOUBT = 'It may run all the same'

export function judgeOutcome(
  { index, ending, isRight, message = '', deadlineAt = -Infinity }: JobOutcome,
  seed: number,
  executions: readonly ExecutionFacts[],
  found: Found,
): void {
  const plan = planJob(seed, index)
  const isPlannedWait = ENDS_OF_WAITS[ending]
  const agrees = ENDS_IN_HISTORY[ending]
  const [facts] = executions
  const subject = `job ${index} (${plan.kind}) ended with ${ending}`
  if (ending === 'value' && isRight === false) found('its own value', `${subject}, of another job or none`)
  if (isPlannedWait) {
    if (ending === 'ERR_RESULT_TIMEOUT' && facts && deadlineAt - (facts.receivedAt ?? Infinity) > SKEW_MS)
      found(
        'what came in time',
        `${subject}, though SWF was told ${deadlineAt - (facts.receivedAt ?? 0)} ms before that it had come`,
      )
    if (!isPlannedWait(plan)) found('an ending as planned', `${subject}, which was not planned: ${message}`)
  } else if (ending === 'ERR_RESULT_JOB_START') {
    if (facts && !message.includes(DOUBT)) found('a refused start', `${subject}, yet it ran: ${message}`)
  } else if (!agrees) {
    found('an ending as planned', `${subject}: ${message}`)
  } else if (!facts || !agrees(facts, plan.kind)) {
    found('the history agrees', `${subject}, and its history says ${JSON.stringify(facts)}: ${message}`)
  }
}
