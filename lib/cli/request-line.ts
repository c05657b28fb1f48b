import type { ServedRequest } from '../local-swf/index.js'

/** Columns are as wide as their usual texts. A longer text pushes the rest of its line to the right. */
const OPERATION_WIDTH = 30
const SUBJECT_WIDTH = 40
/** Longer texts are cut at these numbers of characters. */
const LONGEST_NAME = 60
const LONGEST_SUBJECT = 160
const LONGEST_MESSAGE = 240

/**
 * Characters that could end the line, move the cursor, colour the terminal, or change the direction of the text. The texts come from clients,
 * and none of them may pass for another line of the log.
 */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

/** One line about a request: the local time, the operation, its subject, and the fault if there was one. For a poll it says how long it was held. */
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
