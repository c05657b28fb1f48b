import { thrownText } from './thrown-text.js'

/** In characters. */
const LONGEST = 2_000

/**
 * A text for a log: it ends no line there, moves no cursor and fills no disk (SWF quotes a whole payload that it refuses).
 *
 * @param text - mostly somebody else's, and maybe none at all
 */
export function oneLine(text: unknown): string {
  const whole = typeof text === 'string' ? text : thrownText(text)
  return whole.slice(0, LONGEST).replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
}
