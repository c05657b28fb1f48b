import type { Domain } from '../model/domain/domain.js'
import type { Execution } from '../model/execution/execution.js'
import type { Criterion } from '../model/visibility/execution-index.js'
import type { Swf } from '../model/swf.js'

/** An error that lists names lists so many. */
const NAMES_SHOWN = 10

/** The domain, or all when none is named. @throws Error that names the domains there are */
export function domainsOf(swf: Swf, name: string | undefined): readonly Domain[] {
  const domains = [...swf.domains()]
  if (name === undefined) return domains
  const named = domains.filter((domain) => domain.name === name)
  if (named.length > 0) return named
  throw new Error(`LocalSwf has no domain ${quote(name)}: it has ${listed(domains.map((domain) => domain.name))}`)
}

/** Open and closed executions, in order of start. */
export function executionsOf(domains: readonly Domain[]): readonly Execution[] {
  return inOrder(select(domains, {}))
}

/**
 * The runs of a workflowId in order of start; none when there is none.
 * @throws Error when several of the domains have it: which is meant cannot be told
 */
export function runsOf(domains: readonly Domain[], workflowId: string): readonly Execution[] {
  const runs = select(domains, { workflowId })
  const names = new Set(runs.map(({ domain }) => domain.name))
  if (names.size <= 1) return inOrder(runs)
  throw new Error(`executions ${quote(workflowId)} are in the domains ${listed([...names])}: say which is meant by { domain }`)
}

/** `'a', 'b'`, and how many more, or `none`. */
export function listed(names: readonly string[]): string {
  if (names.length === 0) return 'none'
  const shown = names.slice(0, NAMES_SHOWN).map(quote).join(', ')
  return names.length > NAMES_SHOWN ? `${shown} and ${names.length - NAMES_SHOWN} more` : shown
}

export function quote(name: string): string {
  return `'${name}'`
}

function select(domains: readonly Domain[], criterion: Criterion): readonly Execution[] {
  return domains.flatMap(({ open, closedByStart }) => [...open.select(criterion), ...closedByStart.select(criterion)])
}

function inOrder(executions: readonly Execution[]): readonly Execution[] {
  return executions.toSorted((one, other) => one.ordinal - other.ordinal)
}
