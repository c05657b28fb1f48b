import type { Decision, HistoryEvent } from '@aws-sdk/client-swf'
import { rubyFormat } from '../../lib/flow/formats/ruby-format.js'
import { decide } from '../../lib/job-worker/decisions/decide.js'

/** What the decider makes of these events. */
export function decideHere(events: readonly HistoryEvent[], knownActivities: readonly string[] = [], runId = 'run'): Decision[] {
  return decide({ events, knownActivities, runId, format: rubyFormat })
}
