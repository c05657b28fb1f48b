import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { LIMITS } from './limits.js'

/** Who polls, as SWF's events show it: host and process. */
export function makeIdentity(host: string = hostname()): string {
  const tail = `-${process.pid}`
  return hostInName(host).slice(0, LIMITS.identity - tail.length) + tail
}

/** A host name as part of a name that SWF takes, whatever the host is called. */
export function hostInName(host: string = hostname()): string {
  return host.replaceAll(/[^\w.-]/g, '-')
}

/** 128 random bits in letters. In one piece: what is made letter by letter, as nanoid's ids are, V8 keeps as a rope of its letters. */
export function randomId(): string {
  return randomBytes(16).toString('base64url')
}
