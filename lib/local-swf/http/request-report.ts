import { inspect } from 'node:util'
import { describeError } from '../values/thrown-error.js'
import type { Swf } from '../model/swf.js'
import type { InjectedReply } from '../injection/injector.js'
import type { ServedRequest } from './served-request.js'
import { subjectOf } from './request-subject.js'

/** What the report needs of the service. */
interface ReportedService {
  readonly swf: Swf
  /** The user's function. Its public type returns void, but it may be an async function. */
  readonly onRequest: ((request: ServedRequest) => unknown) | undefined
}

/** Collects what `onRequest` is told of one request. It collects nothing when there is no `onRequest`. */
export class RequestReport {
  readonly #operation: string | undefined
  readonly #service: ReportedService
  #region: string | undefined
  #subject: string | undefined
  #calledAtMs: number | undefined

  constructor(operation: string | undefined, service: ReportedService) {
    this.#operation = operation
    this.#service = service
  }

  noteRegion(region: string): void {
    this.#region = region
  }

  /** To be called before the operation: after it the task that a token names may be closed. */
  noteSubject(body: Readonly<Record<string, unknown>>): void {
    const { swf, onRequest } = this.#service
    if (!onRequest) return
    this.#subject = subjectOf(swf, this.#operation, body)
    this.#calledAtMs = swf.pollNowMs()
  }

  tell({ status, fault, injected, delivery }: InjectedReply, isConnected: boolean): void {
    const { swf, onRequest } = this.#service
    if (!onRequest) return
    const nowMs = swf.pollNowMs()
    void tell(onRequest, {
      operation: this.#operation,
      region: this.#region,
      subject: this.#subject,
      status: isConnected && delivery !== 'none' ? status : undefined,
      ...(fault && { fault }),
      ...(injected && { injected }),
      // The real time may be set back.
      heldMs: Math.max(0, nowMs - (this.#calledAtMs ?? nowMs)),
    })
  }
}

async function tell(onRequest: (request: ServedRequest) => unknown, request: ServedRequest): Promise<void> {
  try {
    await onRequest(request)
  } catch (cause) {
    const { message: reason } = describeError(cause)
    // Node prints the warning. The name of the operation is the client's text, and the reason may be. As literals they stay in one line.
    const operation = inspect(request.operation ?? 'a request')
    const warning = new Error(`onRequest failed on ${operation}: ${inspect(reason)}`, { cause })
    process.emitWarning(Object.assign(warning, { name: 'LocalSwfWarning' }))
  }
}
