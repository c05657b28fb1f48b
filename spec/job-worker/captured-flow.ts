import type { Decision, HistoryEvent } from '@aws-sdk/client-swf'
import { capture } from '../fixtures/wire/capture.js'

interface Exchange {
  readonly target: string
  readonly request: { readonly decisions?: readonly Decision[] }
  readonly response: { readonly events?: readonly HistoryEvent[] } | null
}

export interface CapturedDecision {
  /** The whole history that the decider saw. */
  readonly events: readonly HistoryEvent[]
  readonly decisions: readonly Decision[]
}

/** What the framework's decider decided in a captured conversation. */
export function capturedDecisions(name: string): CapturedDecision[] {
  const events: HistoryEvent[] = []
  const captured: CapturedDecision[] = []
  const exchanges: readonly Exchange[] = capture(name)
  for (const { target, request, response } of exchanges) {
    if (target === 'PollForDecisionTask') events.push(...(response?.events ?? []))
    if (target === 'RespondDecisionTaskCompleted') captured.push({ events: [...events], decisions: request.decisions ?? [] })
  }
  return captured
}
