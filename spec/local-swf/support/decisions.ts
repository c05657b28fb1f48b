import type { Decision } from '@aws-sdk/client-swf'
import { workflowType } from './test-swf.js'

type Attributes<Name extends keyof Decision> = Partial<NonNullable<Decision[Name]>>

/** Starts a child of the registered type. */
export function startChild(
  workflowId: string,
  overrides: Attributes<'startChildWorkflowExecutionDecisionAttributes'> = {},
): Decision {
  return {
    decisionType: 'StartChildWorkflowExecution',
    startChildWorkflowExecutionDecisionAttributes: { workflowType, ...overrides, workflowId },
  }
}

export function continueAsNew(overrides: Attributes<'continueAsNewWorkflowExecutionDecisionAttributes'> = {}): Decision {
  return {
    decisionType: 'ContinueAsNewWorkflowExecution',
    continueAsNewWorkflowExecutionDecisionAttributes: overrides,
  }
}

export function signalExternal(
  workflowId: string,
  overrides: Attributes<'signalExternalWorkflowExecutionDecisionAttributes'> = {},
): Decision {
  return {
    decisionType: 'SignalExternalWorkflowExecution',
    signalExternalWorkflowExecutionDecisionAttributes: { signalName: 'hurry', ...overrides, workflowId },
  }
}

export function cancelExternal(
  workflowId: string,
  overrides: Attributes<'requestCancelExternalWorkflowExecutionDecisionAttributes'> = {},
): Decision {
  return {
    decisionType: 'RequestCancelExternalWorkflowExecution',
    requestCancelExternalWorkflowExecutionDecisionAttributes: { ...overrides, workflowId },
  }
}

export function cancelActivity(activityId: string): Decision {
  return { decisionType: 'RequestCancelActivityTask', requestCancelActivityTaskDecisionAttributes: { activityId } }
}

export function callFunction(name: string, overrides: Attributes<'scheduleLambdaFunctionDecisionAttributes'> = {}): Decision {
  return {
    decisionType: 'ScheduleLambdaFunction',
    scheduleLambdaFunctionDecisionAttributes: { id: 'call-1', ...overrides, name },
  }
}

export function cancelTimer(timerId: string): Decision {
  return { decisionType: 'CancelTimer', cancelTimerDecisionAttributes: { timerId } }
}

export function cancelExecution(details?: string): Decision {
  return { decisionType: 'CancelWorkflowExecution', cancelWorkflowExecutionDecisionAttributes: { details } }
}

export function fail(reason?: string, details?: string): Decision {
  return { decisionType: 'FailWorkflowExecution', failWorkflowExecutionDecisionAttributes: { reason, details } }
}

export function marker(markerName: string, details?: string): Decision {
  return { decisionType: 'RecordMarker', recordMarkerDecisionAttributes: { markerName, details } }
}
