import { LIMITS } from '../../base/limits.js'
import {
  isHash,
  isListOfText,
  isRubyException,
  isRubyHash,
  kindOf,
  membersOf,
  rubyException,
  rubyHash,
  type RubyException,
  type RubyHash,
} from '../ruby-values/index.js'
import { replaceUnwritable } from './replace-unwritable.js'
import { valueTree, Verbatim } from '../yaml/writer/value-tree.js'
import { parseYaml } from '../yaml/reader/parse-yaml.js'
import { loadValue } from '../yaml/reader/load-value.js'
import { writeYaml } from '../yaml/writer/write-yaml.js'

/** How much of an exception is kept. */
interface Cut {
  /** Of each backtrace, innermost first. */
  readonly frames: number
  /** In a message, and in the YAML of one variable or field. */
  readonly characters: number
  readonly causes: number
  /** Of each exception. */
  readonly variables: number
  /** Of each hash among them. */
  readonly fields: number
}

/** Tried in this order. With the last one even characters that take six in YAML or JSON stay below SWF's limit. */
const CUTS: readonly Cut[] = [
  { frames: 40, characters: 8_000, causes: 8, variables: 40, fields: 40 },
  { frames: 20, characters: 2_000, causes: 4, variables: 40, fields: 40 },
  { frames: 10, characters: 500, causes: 2, variables: 40, fields: 40 },
  { frames: 5, characters: 200, causes: 1, variables: 40, fields: 40 },
  { frames: 5, characters: 200, causes: 1, variables: 10, fields: 10 },
  { frames: 2, characters: 100, causes: 1, variables: 5, fields: 1 },
]
const MAX_FRAME = 250
const MAX_NAME = 100

/**
 * Writes an exception with `write`, as it is if that can be written and fits into what SWF takes, else cut: first what is long in
 * backtraces and fields, then the rest. Class, message and the first causes and frames always stay; what cannot be written is replaced.
 */
export function writeWithinLimit(exception: RubyException, write: (exception: RubyException) => string): string {
  const whole = attempt(() => write(exception))
  if (whole !== undefined && whole.length <= LIMITS.data) return whole
  for (const cut of CUTS) {
    const text = attempt(() => write(replaceUnwritable(cutException(exception, cut))))
    if (text !== undefined && text.length <= LIMITS.data) return text
  }
  const { className, message } = exception
  return write(replaceUnwritable(rubyException(className, cutText(message, MAX_FRAME))))
}

/** Undefined for what cannot be written: with its aliases written out it can be too deep, or too much. */
function attempt<Result>(run: () => Result): Result | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}

function cutException({ className, message, backtrace, variables }: RubyException, cut: Cut): RubyException {
  const kept = Object.entries(variables).slice(0, cut.variables)
  return rubyException(className, cutText(message, cut.characters), {
    backtrace: backtrace && cutBacktrace(backtrace, cut),
    variables: Object.fromEntries(kept.flatMap(([name, value]) => cutVariable(name, value, cut))),
  })
}

function cutVariable(name: string, value: unknown, cut: Cut): Array<[string, unknown]> {
  const read = value instanceof Verbatim ? value.value : value
  if (isRubyException(read)) return cut.causes === 0 ? [] : [[name, cutException(read, { ...cut, causes: cut.causes - 1 })]]
  if (name === 'details' && typeof read === 'string') return [[name, cutDetails(read, cut)]]
  return [[cutText(name, MAX_NAME), isPlainHash(read) ? cutFields(read, cut) : cutValue(read, cut)]]
}

/** Also one that is tagged for a key `$ruby` in it: the fields of a JavaScript error are. */
function isPlainHash(value: unknown): boolean {
  return isRubyHash(value) ? value.className === undefined : isHash(value) && kindOf(value) === undefined
}

function cutFields(fields: unknown, cut: Cut): RubyHash {
  const kept = Object.entries(membersOf(fields)).slice(0, cut.fields)
  return rubyHash(kept.map(([name, value]) => [cutText(name, MAX_NAME), cutValue(value, cut)]))
}

function cutValue(value: unknown, { characters }: Cut): unknown {
  if (typeof value === 'string') return cutText(value, characters)
  const length = attempt(() => writeYaml(valueTree(value)).length)
  if (length === undefined) return '[left out: it cannot be written]'
  return length <= characters ? value : `[left out: ${length} characters]`
}

/** The text of a failure in a failure: two documents. It must stay readable, since the backtrace is nowhere else. */
function cutDetails(details: string, cut: Cut): string {
  try {
    const parsed = parseYaml(details, 2)
    const [exception, backtrace] = parsed.roots.map((root) => loadValue(root, parsed))
    if (!isRubyException(exception) || !isListOfText(backtrace)) return cutText(details, cut.characters)
    const bare = rubyException(exception.className, cutText(exception.message, cut.characters))
    return writeYaml(valueTree(bare), valueTree(cutBacktrace(backtrace, cut)))
  } catch {
    return cutText(details, cut.characters)
  }
}

function cutBacktrace(backtrace: readonly string[], cut: Cut): string[] {
  return backtrace.slice(0, cut.frames).map((frame) => cutText(frame, MAX_FRAME))
}

/** At most so many characters, with a mark at the end if some are missing, and no half of a surrogate pair. */
export function cutText(text: string, characters: number): string {
  return text.length <= characters ? text : `${text.slice(0, characters - 1).replace(/[\ud800-\udbff]$/, '')}…`
}
