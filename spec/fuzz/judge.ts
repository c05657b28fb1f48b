import { isDeepStrictEqual } from 'node:util'
import { FlowFormatError } from '../../lib/flow/flow-format-error.js'
import { notPlain } from './plain-value.js'
import type { Prototypes } from './prototypes.js'

/** One of the things that read a received text: gives plain data, or throws a FlowFormatError. */
export interface Reader {
  readonly name: string
  readonly read: (text: string) => unknown
  /** Writes what was read, to be read again; undefined for what cannot be written, for a reason that is documented. */
  readonly write?: (value: unknown) => string | undefined
}

export interface Fault {
  readonly reader: string
  readonly rule: 'clean error' | 'plain data' | 'clone' | 'round trip' | 'prototypes'
  readonly what: string
}

export interface Judgement {
  /** Of the first reader's error, undefined if it gave a value. */
  readonly error: string | undefined
  readonly faults: readonly Fault[]
}

/** Reads a text with every reader, and says what of that must not be. */
export function judge(text: string, readers: readonly Reader[], prototypes: Prototypes): Judgement {
  const faults: Fault[] = []
  const errors = readers.map((reader) => {
    const outcome = attempt(() => reader.read(text))
    const fault =
      'thrown' in outcome ? unclean(outcome.thrown) : (wrongValue(outcome.value) ?? notReadAgain(outcome.value, reader))
    if (fault !== undefined) faults.push({ reader: reader.name, ...fault })
    return 'thrown' in outcome ? messageOf(outcome.thrown) : undefined
  })
  const changed = prototypes.changed()
  if (changed !== undefined) faults.push({ reader: 'one of them', rule: 'prototypes', what: changed })
  return { error: errors[0], faults }
}

type Wrong = Omit<Fault, 'reader'> | undefined

function unclean(thrown: unknown): Wrong {
  if (thrown instanceof FlowFormatError && thrown.message.trim() !== '') return undefined
  return { rule: 'clean error', what: stackOf(thrown) }
}

function wrongValue(value: unknown): Wrong {
  const wrong = notPlain(value)
  if (wrong !== undefined) return { rule: 'plain data', what: wrong }
  const clone = attempt(() => structuredClone(value))
  if ('thrown' in clone) return { rule: 'clone', what: stackOf(clone.thrown) }
  return isDeepStrictEqual(clone.value, value) ? undefined : { rule: 'clone', what: 'it is another value when cloned' }
}

function notReadAgain(value: unknown, { read, write }: Reader): Wrong {
  const written = attempt(() => write?.(value))
  if ('thrown' in written) return { rule: 'round trip', what: stackOf(written.thrown) }
  const { value: text } = written
  if (text === undefined) return undefined
  const again = attempt(() => read(text))
  const what = `it is written as ${JSON.stringify(text.slice(0, 2_000))}, and read again as`
  if ('thrown' in again) return { rule: 'round trip', what: `${what} ${stackOf(again.thrown)}` }
  return isDeepStrictEqual(again.value, value) ? undefined : { rule: 'round trip', what: `${what} another value` }
}

function attempt<Result>(run: () => Result): { readonly value: Result } | { readonly thrown: unknown } {
  try {
    return { value: run() }
  } catch (error) {
    return { thrown: error }
  }
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

/** Of a stack that overflowed the beginning says enough. */
function stackOf(thrown: unknown): string {
  return (thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)).slice(0, 2_000)
}
