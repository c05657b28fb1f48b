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
import { valueTree, verbatimValue } from '../yaml/writer/value-tree.js'
import { parseYaml } from '../yaml/reader/parse-yaml.js'
import { loadValue } from '../yaml/reader/load-value.js'
import { writeYaml } from '../yaml/writer/write-yaml.js'

/** Says how much of an exception is kept. */
interface Cut {
  /** So many frames of each backtrace are kept, the innermost first. */
  readonly frames: number
  /** So many characters are kept of a message, and of the YAML of one variable or field. */
  readonly characters: number
  /** So many causes are kept. */
  readonly causes: number
  /** So many variables of each exception are kept. */
  readonly variables: number
  /** So many entries are kept of each variable that is a hash. */
  readonly fields: number
}

/** The cuts are tried in this order. With the last one the text stays below SWF's limit, even if each character takes six in YAML or JSON. */
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
 * Writes an exception with `write`, so that the text fits into what SWF takes. If the exception fits as it is, nothing is changed. If not,
 * long backtraces and fields are cut first, and then the rest. The class, the message, and the first cause and frames always stay. What
 * cannot be written is replaced by a text that says so.
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

/** Gives undefined if `run` throws. An exception cannot be written if it is too large or too deep with its aliases written out. */
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
  const read = verbatimValue(value)
  if (isRubyException(read)) return cut.causes === 0 ? [] : [[name, cutException(read, { ...cut, causes: cut.causes - 1 })]]
  if (name === 'details' && typeof read === 'string') return [[name, cutDetails(read, cut)]]
  return [[cutText(name, MAX_NAME), isPlainHash(read) ? cutFields(read, cut) : cutValue(read, cut)]]
}

/** Whether a value is a hash without a class of its own. It may be tagged, as the fields of a JavaScript error are. */
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

/** Cuts the details of a failure inside a failure, which are two documents. They must stay readable, since the backtrace stands only there. */
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

/** Cuts a text to at most so many characters. It puts a mark at the end of a text that it cut, and never splits a surrogate pair. */
export function cutText(text: string, characters: number): string {
  return text.length <= characters ? text : `${text.slice(0, characters - 1).replace(/[\ud800-\udbff]$/, '')}…`
}
