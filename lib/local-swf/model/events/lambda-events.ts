import type { DecidedBy, Optional, StartedTask } from './parts.js'

export type ScheduleLambdaFunctionFailedCause =
  | 'ID_ALREADY_IN_USE'
  | 'OPEN_LAMBDA_FUNCTIONS_LIMIT_EXCEEDED'
  | 'LAMBDA_FUNCTION_CREATION_RATE_EXCEEDED'
  | 'LAMBDA_SERVICE_NOT_AVAILABLE_IN_REGION'

export interface LambdaEvents {
  LambdaFunctionScheduled: DecidedBy & {
    readonly id: string
    readonly name: string
    readonly control: Optional<string>
    readonly input: Optional<string>
    readonly startToCloseTimeout: Optional<string>
  }
  ScheduleLambdaFunctionFailed: DecidedBy & {
    readonly id: string
    readonly name: string
    readonly cause: ScheduleLambdaFunctionFailedCause
  }
  StartLambdaFunctionFailed: {
    readonly scheduledEventId: number
    readonly cause: 'ASSUME_ROLE_FAILED'
    readonly message: string
  }
  LambdaFunctionStarted: { readonly scheduledEventId: number }
  LambdaFunctionCompleted: StartedTask & { readonly result: Optional<string> }
  LambdaFunctionFailed: StartedTask & { readonly reason: Optional<string>; readonly details: Optional<string> }
  LambdaFunctionTimedOut: StartedTask & { readonly timeoutType: 'START_TO_CLOSE' }
}
