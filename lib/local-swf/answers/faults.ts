/** What SWF answers instead of a result: a typed fault, with AWS's own text where that is reported. */
export class SwfFault extends Error {
  override readonly name = 'SwfFault'
  /** The `__type` of the answer, name space included. */
  readonly type: string
  /** Of the HTTP answer. */
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
/** The text is chosen. */
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

/** Worded like IAM's own refusals; how SWF words it is not known (chosen). */
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
/** Reported without any text; SDKs make "UnknownError" of none, so this one is chosen. */
export const executionAlreadyStarted = (): SwfFault => swfFault('WorkflowExecutionAlreadyStartedFault', 'Already Started')
export const defaultUndefined = (member: string): SwfFault => swfFault('DefaultUndefinedFault', member)

export const unknownActivity = (scheduledEventId: number): SwfFault =>
  swfFault('UnknownResourceFault', `Unknown activity, scheduledEventId = ${scheduledEventId}`)
/** Worded like the one above (reported by other emulators). */
export const unknownDecisionTask = (scheduledEventId: number): SwfFault =>
  swfFault('UnknownResourceFault', `Unknown decision task, scheduledEventId = ${scheduledEventId}`)
/** A well-formed token of a run that LocalSwf keeps no longer. The text is chosen. */
export const unknownRun = (runId: string): SwfFault =>
  swfFault('UnknownResourceFault', `Unknown execution: WorkflowExecution=[runId=${runId}]`)
/** `what` names the limit. The text is chosen. */
export const limitExceeded = (what: string): SwfFault => swfFault('LimitExceededFault', `Limit exceeded: ${what}`)
/** The text is chosen. */
export const tooManyTags = (limit: number): SwfFault => swfFault('TooManyTagsFault', `A domain has ${limit} tags at most`)

export const validationFault = (message: string): SwfFault =>
  new SwfFault('com.amazon.coral.validate#ValidationException', message)
export const serializationFault = (message: string): SwfFault =>
  new SwfFault('com.amazon.coral.service#SerializationException', message)
export const unknownOperation = (message: string): SwfFault =>
  new SwfFault('com.amazon.coral.service#UnknownOperationException', message)
/** Reported. */
export const rateExceeded = (): SwfFault => new SwfFault('com.amazon.coral.availability#ThrottlingException', 'Rate exceeded')
export const missingAuthenticationToken = (): SwfFault =>
  new SwfFault('com.amazon.coral.service#MissingAuthenticationTokenException', 'Missing Authentication Token')
/** AWS quotes the header; here it would be in the log, and it may hold a token of somewhere else. */
export const incompleteSignature = (): SwfFault =>
  new SwfFault(
    'com.amazon.coral.service#IncompleteSignatureException',
    "Authorization header needs 'Credential' as AKID/date/region/service/aws4_request",
  )
