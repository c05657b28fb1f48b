import { hostname } from 'node:os'
import { nanoid } from 'nanoid'
import { LIMITS } from './limits.js'

/** The name by which SWF's events show who polls: the host and the process. */
export function makeIdentity(host: string = hostname()): string {
  const tail = `-${process.pid}`
  return hostInName(host).slice(0, LIMITS.identity - tail.length) + tail
}

/**
 * The name of this process's own task list: `<prefix>-<host>-<pid>-<nanoid>`. SWF takes it, whatever the host is called.
 * A host name that would make it too long is cut, since the other parts make it unique.
 */
export function makeTaskList(prefix: string, host?: string): string {
  const tail = `-${process.pid}-${nanoid()}`
  const room = LIMITS.name - prefix.length - tail.length - 1
  return `${prefix}-${hostInName(host).slice(0, Math.max(room, 0))}${tail}`
}

/** Writes a host name so that SWF takes it as part of a name. */
function hostInName(host: string = hostname()): string {
  return host.replaceAll(/[^\w.-]/g, '-')
}

/**
 * A unique name, from nanoid. It is copied into one piece: nanoid adds letter to letter, and V8 keeps such a text as a chain of its
 * letters, of 364 bytes instead of 47 (measured). Many may wait.
 */
export function randomId(): string {
  return Buffer.from(nanoid(), 'latin1').toString('latin1')
}
