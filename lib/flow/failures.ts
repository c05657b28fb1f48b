import type { SerializedError } from '../protocol/serialized-error.js'
import { cutText, writeFitting } from './fit-exception.js'
import { LIMITS } from './limits.js'
import { rubyException, rubyHash, type RubyException, type RubyHash } from './ruby-values.js'
import { CLASS_IN_RUBY, writable } from './writable-exception.js'
import { treeOf } from './yaml-dump.js'
import { wellFormed } from './yaml-text.js'
import { writeYaml } from './yaml-write.js'

/** A failure as SWF carries it, for RespondActivityTaskFailed and FailWorkflowExecution. */
export interface FailureText {
  /** The message, at most 256 characters. */
  readonly reason: string
  /** Two YAML documents, the exception and its backtrace; at most 32,768 characters. */
  readonly details: string
}

/** Never throws, whatever the fields hold: what cannot be written is replaced by a text that says so. */
export function failureReasonAndDetails(error: SerializedError): FailureText {
  const exception = exceptionOf(error)
  return failureText(exception.message === '' ? error.type : exception.message, exception)
}

export function failureText(reason: string, exception: RubyException): FailureText {
  return {
    reason: cutText(wellFormed(reason), LIMITS.reason),
    details: writeFitting(exception, ({ backtrace = [], ...rest }) => writeYaml(treeOf(rest), treeOf(backtrace))),
  }
}

/**
 * The Ruby exception that stands for a JavaScript error, with class, own fields and cause as instance variables.
 * The fields are one hash, since not every name can be that of an instance variable.
 */
export function exceptionOf({ type, message, stack, fields, cause }: SerializedError): RubyException {
  return rubyException(CLASS_IN_RUBY, message, {
    backtrace: stack?.split('\n').map((line) => line.trim().replace(/^at /, '')),
    variables: {
      javascript_class: type,
      ...(Object.keys(fields).length > 0 && { fields: writableFields(fields) }),
      ...(cause && { cause: exceptionOf(cause) }),
    },
  })
}

/** Entries, since the fields of an error are its own: a `$ruby` among them makes no tagged value of them. */
function writableFields(fields: Readonly<Record<string, unknown>>): RubyHash {
  return rubyHash(Object.entries(fields).map(([name, value]) => [wellFormed(name), writable(value)]))
}
