// What holds of an SWF at any time, whatever was done with it. Each function throws a BrokenInvariant that says where it does not.
import type { Histories, RunHistory } from './histories.js'
import { eachThingClosesOnce, eachThingStartsOnceAndBeforeItsEnd } from './invariants/closings.js'
import {
  aHistoryBeginsWithItsStart,
  eventIdsAreDense,
  nothingIsWrittenAfterTheClose,
  oneDecisionTaskWaitsAndOneIsStartedAtMost,
  timeNeverGoesBack,
} from './invariants/order.js'
import {
  aChildIsWhatItsParentDecided,
  aContinuedRunKnowsItsNext,
  decisionsNameTheLatestBatch,
  eachReferenceHolds,
} from './invariants/references.js'
import { timeoutsComeOnTime } from './invariants/times.js'
import { noDeciderIsWokenForNothing, nothingGoesUnseen, nothingWaitsForItsDecisionTask } from './invariants/turns.js'

/** What holds of each history by itself and beside the others. */
export const historyInvariants = {
  eventIdsAreDense,
  aHistoryBeginsWithItsStart,
  timeNeverGoesBack,
  nothingIsWrittenAfterTheClose,
  oneDecisionTaskWaitsAndOneIsStartedAtMost,
  eachThingClosesOnce,
  eachThingStartsOnceAndBeforeItsEnd,
  eachReferenceHolds,
  decisionsNameTheLatestBatch,
  aChildIsWhatItsParentDecided,
  aContinuedRunKnowsItsNext,
  timeoutsComeOnTime,
  nothingGoesUnseen,
  nothingWaitsForItsDecisionTask,
  noDeciderIsWokenForNothing,
} as const satisfies Readonly<Record<string, (history: RunHistory, histories: Histories) => void>>

export function checkHistory(history: RunHistory, histories: Histories): void {
  for (const holds of Object.values(historyInvariants)) holds(history, histories)
}
