import { hostname } from 'node:os'
import { nanoid } from 'nanoid'
import { LIMITS } from '../flow/limits.js'

/**
 * The task list of this process: `<prefix>-<host>-<pid>-<nanoid>`, a name that SWF takes whatever the host is called.
 * The host is cut where the whole would be too long, since the rest makes it unique.
 */
export function makeTaskList(prefix: string, host: string = hostname()): string {
  const tail = `-${process.pid}-${nanoid()}`
  const room = LIMITS.name - prefix.length - tail.length - 1
  return `${prefix}-${swfSafe(host).slice(0, Math.max(room, 0))}${tail}`
}

/** Who polls, as SWF's events show it: host and process. */
export function makeIdentity(host: string = hostname()): string {
  const tail = `-${process.pid}`
  return swfSafe(host).slice(0, LIMITS.identity - tail.length) + tail
}

function swfSafe(host: string): string {
  return host.replaceAll(/[^\w.-]/g, '-')
}
