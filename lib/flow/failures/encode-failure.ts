import type { SerializedError } from '../../errors/serialized-error.js'
import { cutText, writeWithinLimit } from './write-within-limit.js'
import { LIMITS } from '../../base/limits.js'
import { rubyException, rubyHash, type RubyException, type RubyHash } from '../ruby-values/index.js'
import { CLASS_IN_RUBY, replaceUnwritableValue, type Check } from './replace-unwritable.js'
import { valueTree } from '../yaml/writer/value-tree.js'
import { wellFormed } from '../yaml/writer/string-tree.js'
import { writeYaml } from '../yaml/writer/write-yaml.js'

/** The two texts in which SWF carries a failure, for RespondActivityTaskFailed and FailWorkflowExecution. */
export interface FailureText {
  /** The message of the failure. It has at most 256 characters. */
  readonly reason: string
  /**
   * The exception. In YAML it takes two documents, and the second is the backtrace. The text has at most 32,768 characters, and is empty
   * if the exception cannot be written.
   */
  readonly details: string
}

type Write = (exception: RubyException) => string

/**
 * Writes an error. It never throws, whatever the fields of the error hold: what cannot be written is replaced by a text that says so.
 *
 * @param write - writes the exception that stands for the error; it throws for what it cannot write
 */
export function encodeError(error: SerializedError, write: Write = twoDocuments): FailureText {
  const exception = exceptionOf(error, (value) => void write(rubyException(CLASS_IN_RUBY, '', { variables: { value } })))
  return encodeFailure(exception.message === '' ? error.type : exception.message, exception, write)
}

/** Writes the exception of a failure. It never throws, and what does not fit into SWF's limits is cut. */
export function encodeFailure(reason: string, exception: RubyException, write: Write = twoDocuments): FailureText {
  return { reason: cutText(wellFormed(reason), LIMITS.reason), details: detailsOf(exception, write) }
}

/** A user's data converter may refuse even a cut exception. Then there is only a reason. A failure without details is not retried. */
function detailsOf(exception: RubyException, write: Write): string {
  try {
    return writeWithinLimit(exception, write)
  } catch {
    return ''
  }
}

function twoDocuments({ backtrace = [], ...exception }: RubyException): string {
  return writeYaml(valueTree(exception), valueTree(backtrace))
}

/**
 * Makes the Ruby exception that stands for a JavaScript error. The class, the own fields and the cause are instance variables of it. The
 * fields together are one hash, since not every name of a field can be the name of an instance variable.
 */
function exceptionOf({ type, message, stack, fields, cause }: SerializedError, check: Check): RubyException {
  return rubyException(CLASS_IN_RUBY, message, {
    backtrace: stack?.split('\n').map((line) => line.trim().replace(/^at /, '')),
    variables: {
      javascript_class: type,
      ...(Object.keys(fields).length > 0 && { fields: writableFields(fields, check) }),
      ...(cause && { cause: exceptionOf(cause, check) }),
    },
  })
}

/** Makes a hash of entries. With an object, a field named `$ruby` could make the fields look like a tagged value. */
function writableFields(fields: Readonly<Record<string, unknown>>, check: Check): RubyHash {
  return rubyHash(Object.entries(fields).map(([name, value]) => [wellFormed(name), replaceUnwritableValue(value, check)]))
}
