import type { SWF } from '@aws-sdk/client-swf'
import type { Clock } from '../../base/clock.js'
import { classifyFault, type Fault } from '../../swf/faults/classify-fault.js'
import { NotSwfError } from '../../swf/faults/fault-table.js'
import { retryThrottled } from '../../swf/registration/retry-throttled.js'
import { domainRegistration, isDomainDeprecated, registerDomain } from '../../swf/registration/registration.js'
import { startError, type StartSubject } from '../../swf/faults/start-error.js'

/** How long a start goes on while SWF throttles it, in ms. Then it fails. */
const PATIENCE_MS = 60_000

/** The part of SWF's description of a type that is looked at here. */
interface Described {
  readonly typeInfo: { readonly status: string | undefined } | undefined
}

/** Makes sure that the types which a start needs are in its domain. It asks for each type, and registers it only if SWF does not know it. */
export class TypeRegistrar {
  readonly #client: SWF
  readonly #subject: StartSubject & { readonly domain: string }
  readonly #clock: Clock
  readonly #until: number
  #domainRegistered: Promise<unknown> | undefined

  constructor(client: SWF, subject: StartSubject & { readonly domain: string }, clock: Clock) {
    this.#client = client
    this.#subject = subject
    this.#clock = clock
    this.#until = clock.now() + PATIENCE_MS
  }

  /**
   * Looks for one type, and registers it if SWF does not know it. A narrow policy may deny both requests; then nothing is known
   * about the type, and the start goes on.
   *
   * @param register - resolves with the existing type if another process was faster
   * @returns the existing type if it is known; undefined if it is new or if a policy denies the requests
   * @throws StartError if the domain is deprecated
   * @throws whatever other error SWF answers with
   */
  async have<T extends Described, R>(describe: () => Promise<T>, register: () => Promise<R>): Promise<T | R | undefined> {
    const described = await this.#unless(isUnknownOrDenied, describe)
    if (described === undefined) {
      await this.#registerDomain()
      return this.#unless(isDenied, register)
    }
    if (!described.typeInfo?.status) throw new NotSwfError('it described a type without a status')
    if (described.typeInfo.status === 'DEPRECATED') await this.#refuseDeprecatedDomain()
    return described
  }

  #registerDomain(): Promise<unknown> {
    const { domain } = this.#subject
    return (this.#domainRegistered ??= this.#unless(isDenied, () => registerDomain(this.#client, domainRegistration(domain))))
  }

  async #refuseDeprecatedDomain(): Promise<void> {
    const { domain } = this.#subject
    // If a policy denies this request too, the caller takes the type itself for the deprecated one.
    if (!(await this.#unless(isUnknownOrDenied, () => isDomainDeprecated(this.#client, domain)))) return
    throw startError('ERR_RESULT_DOMAIN_DEPRECATED', this.#subject, 'the domain is deprecated')
  }

  async #unless<T>(expected: (fault: Fault) => boolean, request: () => Promise<T>): Promise<T | undefined> {
    try {
      return await retryThrottled(request, this.#clock, this.#until)
    } catch (error) {
      if (expected(classifyFault(error))) return undefined
      throw error
    }
  }
}

function isDenied({ kind }: Fault): boolean {
  return kind === 'denied'
}

function isUnknownOrDenied(fault: Fault): boolean {
  return isDenied(fault) || fault.action === 'register' || fault.action === 'drop'
}
