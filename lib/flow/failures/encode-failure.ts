import type { SerializedError } from '../../errors/serialized-error.js'
import { cutText, writeWithinLimit } from './write-within-limit.js'
import { LIMITS } from '../../base/limits.js'
import { rubyException, rubyHash, type RubyException, type RubyHash } from '../ruby-values/index.js'
import { CLASS_IN_RUBY, replaceUnwritableValue, type Check } from './replace-unwritable.js'
import { valueTree } from '../yaml/writer/value-tree.js'
import { wellFormed } from '../yaml/writer/string-tree.js'
import { writeYaml } from '../yaml/writer/write-yaml.js'

/** A failure as SWF carries it, for RespondActivityTaskFailed and FailWorkflowExecution. */
export interface FailureText {
  /** The message, at most 256 characters. */
  readonly reason: string
  /** The exception; in YAML two documents, the second its backtrace. At most 32,768 characters; empty if it cannot be written. */
  readonly details: string
}

type Write = (exception: RubyException) => string

/**
 * Never throws, whatever the fields hold: what cannot be written is replaced by a text that says so.
 *
 * @param write - writes the exception; throws for what it cannot write
 */
export function encodeError(error: SerializedError, write: Write = twoDocuments): FailureText {
  const exception = exceptionOf(error, (value) => void write(rubyException(CLASS_IN_RUBY, '', { variables: { value } })))
  return encodeFailure(exception.message === '' ? error.type : exception.message, exception, write)
}

export function encodeFailure(reason: string, exception: RubyException, write: Write = twoDocuments): FailureText {
  return { reason: cutText(wellFormed(reason), LIMITS.reason), details: detailsOf(exception, write) }
}

/** A converter of one's own may refuse even this. Then the reason alone tells of the failure, which is final without details. */
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
 * The Ruby exception that stands for a JavaScript error, with class, own fields and cause as instance variables.
 * The fields are one hash, since not every name can be that of an instance variable.
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

/** Entries, since the fields of an error are its own: a `$ruby` among them makes no tagged value of them. */
function writableFields(fields: Readonly<Record<string, unknown>>, check: Check): RubyHash {
  return rubyHash(Object.entries(fields).map(([name, value]) => [wellFormed(name), replaceUnwritableValue(value, check)]))
}
