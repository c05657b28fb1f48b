import type { Shape } from '../validation/shape.js'
import { cancelTimer } from './cancel-timer.js'
import { completeWorkflowExecution } from './complete-workflow-execution.js'
import type { Decision } from './decision.js'
import { failWorkflowExecution } from './fail-workflow-execution.js'
import { recordMarker } from './record-marker.js'
import { scheduleActivityTask } from './schedule-activity-task.js'
import { startTimer } from './start-timer.js'

/** All that SWF knows, in the order of its own error messages (reported). */
export const decisionTypes = [
  'CompleteWorkflowExecution',
  'StartTimer',
  'RequestCancelExternalWorkflowExecution',
  'SignalExternalWorkflowExecution',
  'CancelTimer',
  'RecordMarker',
  'ScheduleActivityTask',
  'ContinueAsNewWorkflowExecution',
  'ScheduleLambdaFunction',
  'FailWorkflowExecution',
  'RequestCancelActivityTask',
  'StartChildWorkflowExecution',
  'CancelWorkflowExecution',
] as const

export type DecisionType = (typeof decisionTypes)[number]

/** What LocalSwf does of it. */
export const decisions: Readonly<Partial<Record<DecisionType, Shape<Decision>>>> = {
  CancelTimer: cancelTimer,
  CompleteWorkflowExecution: completeWorkflowExecution,
  FailWorkflowExecution: failWorkflowExecution,
  RecordMarker: recordMarker,
  ScheduleActivityTask: scheduleActivityTask,
  StartTimer: startTimer,
}
