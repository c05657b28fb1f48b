import type { Shape } from '../validation/shape.js'
import { requestCancelActivityTask, scheduleActivityTask } from './activity-decisions.js'
import { startChildWorkflowExecution } from './child-decision.js'
import { cancelWorkflowExecution, completeWorkflowExecution, failWorkflowExecution } from './closing-decisions.js'
import { continueAsNewWorkflowExecution } from './continue-as-new-decision.js'
import type { Decision, DecisionReader } from './decision.js'
import { requestCancelExternalWorkflowExecution, signalExternalWorkflowExecution } from './external-decisions.js'
import { scheduleLambdaFunction } from './lambda-decision.js'
import { recordMarker } from './marker-decision.js'
import { cancelTimer, startTimer } from './timer-decisions.js'

/**
 * Every decision that SWF has, in the order in which SWF's own error messages name them (reported). A new one takes three files: its own,
 * this table, and its events in `model/events`. (If it has a quota of its own, that is in `quotas/figures.ts`.)
 */
const readers: Readonly<Record<string, DecisionReader>> = {
  CompleteWorkflowExecution: completeWorkflowExecution,
  StartTimer: startTimer,
  RequestCancelExternalWorkflowExecution: requestCancelExternalWorkflowExecution,
  SignalExternalWorkflowExecution: signalExternalWorkflowExecution,
  CancelTimer: cancelTimer,
  RecordMarker: recordMarker,
  ScheduleActivityTask: scheduleActivityTask,
  ContinueAsNewWorkflowExecution: continueAsNewWorkflowExecution,
  ScheduleLambdaFunction: scheduleLambdaFunction,
  FailWorkflowExecution: failWorkflowExecution,
  RequestCancelActivityTask: requestCancelActivityTask,
  StartChildWorkflowExecution: startChildWorkflowExecution,
  CancelWorkflowExecution: cancelWorkflowExecution,
}

const table: ReadonlyMap<string, Shape<Decision>> = new Map(Object.entries(readers).map(([type, reader]) => [type, reader(type)]))

/** The names of all decision types, in the order of SWF's own error messages. */
export const decisionTypes: readonly string[] = [...table.keys()]

/** What reads a decision of this type out of its attributes, or undefined when SWF has no such type. */
export function findDecision(type: string): Shape<Decision> | undefined {
  return table.get(type)
}
