import type { Domain } from '../model/domain/domain.js'
import type { Execution } from '../model/execution/execution.js'
import type { Swf } from '../model/swf.js'
import type { Criterion } from '../model/visibility/execution-index.js'

/** How many names an error lists at most. */
const MOST_NAMES = 10

/**
 * The domain of this name, or all domains when no name is given.
 * @throws Error that names the domains there are
 */
export function findDomains(swf: Swf, name: string | undefined): readonly Domain[] {
  const domains = [...swf.domains()]
  if (name === undefined) return domains
  const named = domains.filter((domain) => domain.name === name)
  if (named.length > 0) return named
  throw new Error(`LocalSwf has no domain ${quote(name)}: it has ${listNames(domains.map((domain) => domain.name))}`)
}

/** All executions of the domains, in order of their starts. */
export function findExecutions(swf: Swf, domains: readonly Domain[]): readonly Execution[] {
  return inOrder(select(swf, domains, {}))
}

/**
 * The runs of a workflowId in order of their starts. The list is empty when there is no run.
 * @throws Error when several of the domains have such runs, so that it cannot be told which is meant
 */
export function findRuns(swf: Swf, domains: readonly Domain[], workflowId: string): readonly Execution[] {
  const runs = select(swf, domains, { workflowId })
  const names = new Set(runs.map(({ domain }) => domain.name))
  if (names.size <= 1) return inOrder(runs)
  throw new Error(`executions ${quote(workflowId)} are in the domains ${listNames([...names])}: say which is meant by { domain }`)
}

/** The names in quotes, the first ones and how many more there are; `none` when there are none. */
export function listNames(names: readonly string[]): string {
  if (names.length === 0) return 'none'
  const first = names.slice(0, MOST_NAMES).map(quote).join(', ')
  return names.length > MOST_NAMES ? `${first} and ${names.length - MOST_NAMES} more` : first
}

export function quote(name: string): string {
  return `'${name}'`
}

function select(swf: Swf, domains: readonly Domain[], criterion: Criterion): readonly Execution[] {
  return domains.flatMap((domain) => {
    const { open, closedByStart } = swf.executionsOf(domain)
    return [...open.select(criterion), ...closedByStart.select(criterion)]
  })
}

function inOrder(executions: readonly Execution[]): readonly Execution[] {
  return executions.toSorted((one, other) => one.ordinal - other.ordinal)
}
