/** A fault that SWF answers in place of a result. Its text is AWS's own where that is reported. */
export class SwfFault extends Error {
  override readonly name = 'SwfFault'
  /** The `__type` of the answer, with its name space. */
  readonly type: string
  /** The status of the HTTP answer. */
  readonly status: number

  constructor(type: string, message: string, status = 400) {
    super(message)
    this.type = type
    this.status = status
  }
}

type SwfFaultName =
  | 'DefaultUndefinedFault'
  | 'DomainAlreadyExistsFault'
  | 'DomainDeprecatedFault'
  | 'LimitExceededFault'
  | 'OperationNotPermittedFault'
  | 'TooManyTagsFault'
  | 'TypeAlreadyExistsFault'
  | 'TypeDeprecatedFault'
  | 'TypeNotDeprecatedFault'
  | 'UnknownResourceFault'
  | 'WorkflowExecutionAlreadyStartedFault'

export interface NameAndVersion {
  readonly name: string
  readonly version: string
}

export type TypeKind = 'ActivityType' | 'WorkflowType'

function swfFault(name: SwfFaultName, message: string): SwfFault {
  return new SwfFault(`com.amazonaws.swf.base.model#${name}`, message)
}

function typeText(kind: TypeKind, { name, version }: NameAndVersion): string {
  return `${kind}=[name=${name}, version=${version}]`
}

export const unknownDomain = (name: string): SwfFault => swfFault('UnknownResourceFault', `Unknown domain: ${name}`)
/** The text of this fault is chosen. */
export const unknownResource = (arn: string): SwfFault => swfFault('UnknownResourceFault', `Unknown resource: ${arn}`)
export const domainAlreadyExists = (name: string): SwfFault => swfFault('DomainAlreadyExistsFault', name)
// Chosen: SWF documents no fault of its own for starting or registering in a deprecated domain.
export const domainDeprecated = (name: string): SwfFault => swfFault('DomainDeprecatedFault', name)

export const unknownType = (kind: TypeKind, type: NameAndVersion): SwfFault =>
  swfFault('UnknownResourceFault', `Unknown type: ${typeText(kind, type)}`)
export const typeAlreadyExists = (kind: TypeKind, type: NameAndVersion): SwfFault =>
  swfFault('TypeAlreadyExistsFault', typeText(kind, type))
export const typeDeprecated = (kind: TypeKind, type: NameAndVersion): SwfFault =>
  swfFault('TypeDeprecatedFault', typeText(kind, type))
export const typeNotDeprecated = (kind: TypeKind, type: NameAndVersion): SwfFault =>
  swfFault('TypeNotDeprecatedFault', typeText(kind, type))

/** The text is worded like IAM's own refusals (chosen). How SWF words it is not known. */
export const operationNotPermitted = (refused: Readonly<Record<'user' | 'operation' | 'resource', string>>): SwfFault =>
  swfFault(
    'OperationNotPermittedFault',
    `User: ${refused.user} is not authorized to perform: swf:${refused.operation} on resource: ${refused.resource}`,
  )

export const unknownExecution = (workflowId: string, runId?: string): SwfFault =>
  swfFault(
    'UnknownResourceFault',
    runId
      ? `Unknown execution: WorkflowExecution=[workflowId=${workflowId}, runId=${runId}]`
      : `Unknown execution, workflowId = ${workflowId}`,
  )
/** This fault is reported without any text, of which SDKs make "UnknownError". The text here is chosen. */
export const executionAlreadyStarted = (): SwfFault => swfFault('WorkflowExecutionAlreadyStartedFault', 'Already Started')
export const defaultUndefined = (member: string): SwfFault => swfFault('DefaultUndefinedFault', member)

export const unknownActivity = (scheduledEventId: number): SwfFault =>
  swfFault('UnknownResourceFault', `Unknown activity, scheduledEventId = ${scheduledEventId}`)
/** The text is worded like that of `unknownActivity`, as other emulators word it. */
export const unknownDecisionTask = (scheduledEventId: number): SwfFault =>
  swfFault('UnknownResourceFault', `Unknown decision task, scheduledEventId = ${scheduledEventId}`)
/** The fault for the token of a run that LocalSwf no longer keeps. The text is chosen. */
export const unknownRun = (runId: string): SwfFault =>
  swfFault('UnknownResourceFault', `Unknown execution: WorkflowExecution=[runId=${runId}]`)
/** The text of this fault is chosen. `what` names the limit. */
export const limitExceeded = (what: string): SwfFault => swfFault('LimitExceededFault', `Limit exceeded: ${what}`)
/** The text of this fault is chosen. */
export const tooManyTags = (limit: number): SwfFault => swfFault('TooManyTagsFault', `A domain has ${limit} tags at most`)

export const validationFault = (message: string): SwfFault =>
  new SwfFault('com.amazon.coral.validate#ValidationException', message)
export const serializationFault = (message: string): SwfFault =>
  new SwfFault('com.amazon.coral.service#SerializationException', message)
export const unknownOperation = (message: string): SwfFault =>
  new SwfFault('com.amazon.coral.service#UnknownOperationException', message)
/** The text is reported. */
export const rateExceeded = (): SwfFault => new SwfFault('com.amazon.coral.availability#ThrottlingException', 'Rate exceeded')
export const missingAuthenticationToken = (): SwfFault =>
  new SwfFault('com.amazon.coral.service#MissingAuthenticationTokenException', 'Missing Authentication Token')
/** AWS quotes the header in this fault. Here it would appear in the log, and it may contain a secret that is meant for another server. */
export const incompleteSignature = (): SwfFault =>
  new SwfFault(
    'com.amazon.coral.service#IncompleteSignatureException',
    "Authorization header needs 'Credential' as AKID/date/region/service/aws4_request",
  )
