import type { Decision } from '../model/decider-turns.js'
import type { Shape } from '../validation/shape.js'
import { cancelTimer } from './cancel-timer.js'
import { cancelWorkflowExecution } from './cancel-workflow-execution.js'
import { completeWorkflowExecution } from './complete-workflow-execution.js'
import { continueAsNewWorkflowExecution } from './continue-as-new-workflow-execution.js'
import type { DecisionType } from './decision-types.js'
import { failWorkflowExecution } from './fail-workflow-execution.js'
import { recordMarker } from './record-marker.js'
import { requestCancelActivityTask } from './request-cancel-activity-task.js'
import { requestCancelExternalWorkflowExecution } from './request-cancel-external-workflow-execution.js'
import { scheduleActivityTask } from './schedule-activity-task.js'
import { scheduleLambdaFunction } from './schedule-lambda-function.js'
import { signalExternalWorkflowExecution } from './signal-external-workflow-execution.js'
import { startChildWorkflowExecution } from './start-child-workflow-execution.js'
import { startTimer } from './start-timer.js'

export const decisions: Readonly<Record<DecisionType, Shape<Decision>>> = {
  CancelTimer: cancelTimer,
  CancelWorkflowExecution: cancelWorkflowExecution,
  CompleteWorkflowExecution: completeWorkflowExecution,
  ContinueAsNewWorkflowExecution: continueAsNewWorkflowExecution,
  FailWorkflowExecution: failWorkflowExecution,
  RecordMarker: recordMarker,
  RequestCancelActivityTask: requestCancelActivityTask,
  RequestCancelExternalWorkflowExecution: requestCancelExternalWorkflowExecution,
  ScheduleActivityTask: scheduleActivityTask,
  ScheduleLambdaFunction: scheduleLambdaFunction,
  SignalExternalWorkflowExecution: signalExternalWorkflowExecution,
  StartChildWorkflowExecution: startChildWorkflowExecution,
  StartTimer: startTimer,
}
