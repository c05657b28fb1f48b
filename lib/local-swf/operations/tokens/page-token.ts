import { validationFault } from '../../answers/faults.js'
import { openToken, sealToken } from './sealed-token.js'

/** A page token expires after 24 hours (API reference). */
const LIFETIME_MS = 24 * 60 * 60 * 1000

const tokenShape = /^(\S+) ([\w-]*)$/

/**
 * A page token, which carries the time and the place where the page ended. The place is written as UTF-16, so that no name, whatever
 * its characters, makes the token longer than a request may send.
 */
export function sealPageToken(scope: string, nowMs: number, place: string): string {
  return sealToken(scope, `${nowMs} ${Buffer.from(place, 'utf16le').toString('base64url')}`)
}

/**
 * The place where the page of this token ended.
 * @throws SwfFault ValidationException, when the token is of another list, is damaged or has expired (this text is the API reference's)
 */
export function openPageToken(scope: string, nowMs: number, token: string): string {
  const [, sealedAtMs, place = ''] = openToken(scope, token, tokenShape)
  if (nowMs - Number(sealedAtMs) > LIFETIME_MS) throw validationFault('Specified token has exceeded its maximum lifetime')
  return Buffer.from(place, 'base64url').toString('utf16le')
}
