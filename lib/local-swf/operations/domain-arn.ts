import { unknownResource } from '../answers/faults.js'
import type { Domain } from '../model/domain/domain.js'
import type { Call } from './operation.js'

/** The ARN of a domain in the region that the request is signed for. */
export function domainArn(name: string, { region, accountId }: Call): string {
  return `arn:aws:swf:${region}:${accountId}:/domain/${name}`
}

/**
 * The domain that has this ARN.
 * @throws SwfFault UnknownResourceFault, also for a text that is not the ARN of a domain in this region and account (chosen)
 */
export function findDomainByArn(resourceArn: string, call: Call): Domain {
  const prefix = domainArn('', call)
  if (!resourceArn.startsWith(prefix)) throw unknownResource(resourceArn)
  return call.swf.domain(resourceArn.slice(prefix.length))
}
