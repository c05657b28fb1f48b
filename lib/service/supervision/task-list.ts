import { nanoid } from 'nanoid'
import { LIMITS } from '../../base/limits.js'
import { hostInName } from '../../base/identity.js'

/**
 * The task list of this process: `<prefix>-<host>-<pid>-<nanoid>`, a name that SWF takes whatever the host is called.
 * The host is cut where the whole would be too long, since the rest makes it unique.
 */
export function makeTaskList(prefix: string, host?: string): string {
  const tail = `-${process.pid}-${nanoid()}`
  const room = LIMITS.name - prefix.length - tail.length - 1
  return `${prefix}-${hostInName(host).slice(0, Math.max(room, 0))}${tail}`
}
