import { randomBytes } from 'node:crypto'
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
 * 128 random bits as a text. It is made in one piece, since V8 keeps a text that is made letter by letter, as nanoid's are, as a
 * rope of its letters.
 */
export function randomId(): string {
  return randomBytes(16).toString('base64url')
}
