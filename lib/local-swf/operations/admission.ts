import { operationNotPermitted } from '../answers/faults.js'
import { isObject } from '../validation/shape.js'
import { domainArn } from './domain-arn.js'
import type { Call, Operation } from './operation.js'

/** Longer is no name, and no ARN: the fault does not repeat it. */
const LONGEST_NAME = 256
const LONGEST_ARN = 1600

/** The operation for those who may call it, as often as they may. Chosen: both are looked at before the request is read, and what is denied counts for no quota. */
export function admitted(name: string, operation: Operation): Operation {
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

/** What an IAM policy would name as the resource. Chosen: `*` stands for the domain of a request that names none. */
function resourceOf(operation: string, body: unknown, call: Call): string {
  const request = isObject(body) ? body : {}
  const { domain, name, resourceArn } = request
  if (operation.endsWith('Resource')) return isText(resourceArn, LONGEST_ARN) ? resourceArn : domainArn('*', call)
  const named = operation.endsWith('Domain') ? name : domain
  return domainArn(isText(named, LONGEST_NAME) ? named : '*', call)
}

function isText(value: unknown, longest: number): value is string {
  return typeof value === 'string' && value !== '' && value.length <= longest
}
