import type { Decision, ScheduleActivityTaskDecisionAttributes } from '@aws-sdk/client-swf'
import { expect } from 'vitest'
import { decodeResultInput } from '../../lib/flow/inputs/result-input.js'
import type { ResultOutcome } from '../../lib/protocol/outcome.js'
import { encodeStart } from '../../lib/flow/inputs/encode-start.js'
import type { JobStart } from '../../lib/protocol/job-start.js'
import { History } from './history.js'

/** A job that nobody waits for, and one that somebody does. */
export const pricing = { className: 'Pricing', method: 'quote', args: { item: 'x' } }
export const awaited: JobStart = { ...pricing, key: 'result_key: 1', resultTaskList: 'mine', retry: { maximumAttempts: 0 } }

export function started(start: JobStart = awaited): History {
  return new History(encodeStart(start))
}

/** What the one decision schedules. */
export function scheduled(decisions: readonly Decision[]): ScheduleActivityTaskDecisionAttributes {
  expect(decisions).toHaveLength(1)
  return decisions[0]?.scheduleActivityTaskDecisionAttributes ?? expect.fail('nothing is scheduled')
}

/** What the result task scheduled tells. */
export function outcomeIn(decisions: readonly Decision[]): ResultOutcome {
  return decodeResultInput(scheduled(decisions).input).outcome
}
