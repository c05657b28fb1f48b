import { unknownResource } from '../answers/faults.js'
import type { Domain } from '../model/domain/domain.js'
import type { Call } from './operation.js'

export function domainInfo(domain: Domain, call: Call): object {
  const { name, description } = domain
  return { name, status: domain.isDeprecated ? 'DEPRECATED' : 'REGISTERED', description, arn: domainArn(name, call) }
}

/** In the region that the request is signed for. */
export function domainArn(name: string, { region, accountId }: Call): string {
  return `arn:aws:swf:${region}:${accountId}:/domain/${name}`
}

/** @throws SwfFault UnknownResourceFault, also for what is no ARN of a domain in this region and account (chosen) */
export function domainOf(resourceArn: string, call: Call): Domain {
  const prefix = domainArn('', call)
  if (!resourceArn.startsWith(prefix)) throw unknownResource(resourceArn)
  return call.swf.domain(resourceArn.slice(prefix.length))
}
