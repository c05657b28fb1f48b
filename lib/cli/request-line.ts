import type { ServedRequest } from '../local-swf/index.js'

/** Columns are as wide as what usually stands in them; a longer one pushes the rest of its line to the right. */
const OPERATION_WIDTH = 30
const SUBJECT_WIDTH = 40
/** Where a text is cut, in characters. */
const LONGEST_NAME = 60
const LONGEST_SUBJECT = 160
const LONGEST_MESSAGE = 240

/**
 * Whatever could end the line, move the cursor, colour the terminal or turn the direction of what follows: texts come from clients,
 * and one that looks like another line of the log must not become one.
 */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

/** One line about a request: time (local), operation, subject, and what came of it if not just an answer. */
export function requestLine({ operation, subject, status, fault, heldMs }: ServedRequest, at: Date): string {
  const outcome = [
    fault && `${printable(fault.name, LONGEST_NAME)}: ${printable(fault.message, LONGEST_MESSAGE)}`,
    status === undefined ? 'not answered' : undefined,
    operation?.startsWith('PollFor') === true && heldMs > 0 ? `held ${duration(heldMs)}` : undefined,
  ]
  const columns = [
    timeOfDay(at),
    printable(operation ?? '-', LONGEST_NAME).padEnd(OPERATION_WIDTH),
    printable(subject ?? '-', LONGEST_SUBJECT).padEnd(SUBJECT_WIDTH),
    outcome.filter((part) => part !== undefined).join(', '),
  ]
  return columns.join('  ').trimEnd()
}

function printable(text: string, longest: number): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}…` : text
  return cut.replaceAll(unprintable, escape)
}

function escape(character: string): string {
  const code = character.codePointAt(0) ?? 0
  return code > 0xff_ff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`
}

function timeOfDay(at: Date): string {
  return `${at.toTimeString().slice(0, 8)}.${String(at.getMilliseconds()).padStart(3, '0')}`
}

function duration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`
}
