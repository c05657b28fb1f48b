import { operationNotPermitted } from '../answers/faults.js'
import { isPlainObject } from '../values/is-plain-object.js'
import { domainArn } from './domain-arn.js'
import type { Call, Operation } from './operation.js'

/** A longer text cannot be a name, or an ARN, and the fault does not repeat it. */
const LONGEST_NAME = 256
const LONGEST_ARN = 1600

/**
 * The operation, refused when it is denied or when its quota is used up. Chosen: both are looked at before the request is read, and an
 * operation that is denied uses no quota.
 */
export function withAdmission(name: string, operation: Operation): Operation {
  return (body, call) => {
    const { swf, accountId } = call
    if (swf.denied.has(name)) {
      const user = `arn:aws:iam::${accountId}:user/local`
      throw operationNotPermitted({ user, operation: name, resource: resourceOf(name, body, call) })
    }
    swf.quotas.takeOperation(name)
    return operation(body, call)
  }
}

/** The resource that an IAM policy would name. Chosen: `*` stands for the domain when the request names none. */
function resourceOf(operation: string, body: unknown, call: Call): string {
  const request = isPlainObject(body) ? body : {}
  const { domain, name, resourceArn } = request
  if (operation.endsWith('Resource')) return isText(resourceArn, LONGEST_ARN) ? resourceArn : domainArn('*', call)
  const named = operation.endsWith('Domain') ? name : domain
  return domainArn(isText(named, LONGEST_NAME) ? named : '*', call)
}

function isText(value: unknown, longest: number): value is string {
  return typeof value === 'string' && value !== '' && value.length <= longest
}
