import { inspect } from 'node:util'
import { described } from '../values/thrown-error.js'
import type { Swf } from '../model/swf.js'
import type { Reply } from '../answers/reply.js'
import type { ServedRequest } from './served-request.js'
import { subjectOf } from './request-subject.js'

interface Listened {
  readonly swf: Swf
  /** May be an async function, too: void takes any result. */
  readonly onRequest: ((request: ServedRequest) => unknown) | undefined
}

/** What is told of one request. Nothing is found out when nobody listens. */
export class RequestReport {
  readonly #operation: string | undefined
  readonly #service: Listened
  #region: string | undefined
  #subject: string | undefined
  #calledAtMs: number | undefined

  constructor(operation: string | undefined, service: Listened) {
    this.#operation = operation
    this.#service = service
  }

  noteRegion(region: string): void {
    this.#region = region
  }

  /** To be called before the operation: after it the task that a token is for may be gone. */
  noteSubject(body: Readonly<Record<string, unknown>>): void {
    const { swf, onRequest } = this.#service
    if (!onRequest) return
    this.#subject = subjectOf(swf, this.#operation, body)
    this.#calledAtMs = swf.pollNowMs()
  }

  tell({ status, fault, injected, delivery }: Reply, isPresent: boolean): void {
    const { swf, onRequest } = this.#service
    if (!onRequest) return
    const nowMs = swf.pollNowMs()
    void tell(onRequest, {
      operation: this.#operation,
      region: this.#region,
      subject: this.#subject,
      status: isPresent && delivery !== 'none' ? status : undefined,
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
    const { message: reason } = described(cause)
    // Node prints it, and the operation's name is the client's text, the reason may be: as literals they stay in their line.
    const operation = inspect(request.operation ?? 'a request')
    const warning = new Error(`onRequest failed on ${operation}: ${inspect(reason)}`, { cause })
    process.emitWarning(Object.assign(warning, { name: 'LocalSwfWarning' }))
  }
}
