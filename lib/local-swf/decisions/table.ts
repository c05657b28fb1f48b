import type { Decision } from '../model/execution/decider-turns.js'
import type { Shape } from '../validation/shape.js'
import { cancelTimer } from './cancel-timer.js'
import { cancelWorkflowExecution } from './cancel-workflow-execution.js'
import { completeWorkflowExecution } from './closing-decisions.js'
import { continueAsNewWorkflowExecution } from './continue-as-new-decision.js'
import type { DecisionType } from './decision-types.js'
import { failWorkflowExecution } from './fail-workflow-execution.js'
import { recordMarker } from './marker-decision.js'
import { requestCancelActivityTask } from './request-cancel-activity-task.js'
import { requestCancelExternalWorkflowExecution } from './request-cancel-external-workflow-execution.js'
import { scheduleActivityTask } from './activity-decisions.js'
import { scheduleLambdaFunction } from './lambda-decision.js'
import { signalExternalWorkflowExecution } from './signal-external-workflow-execution.js'
import { startChildWorkflowExecution } from './child-decision.js'
import { startTimer } from './timer-decisions.js'

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
