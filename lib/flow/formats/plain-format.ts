import type { ResultOutcome } from '../../protocol/outcome.js'
import type { DataConverter } from '../converters/data-converter.js'
import { encodeError, encodeFailure } from '../failures/encode-failure.js'
import { writeWithinLimit } from '../failures/write-within-limit.js'
import { FlowFormatError } from '../flow-format-error.js'
import { decodeError, decodeJobFailure } from '../failures/decode-failure.js'
import type { JobFormat } from './job-format.js'
import type { JobDescription } from '../../protocol/job-description.js'
import { decodeResultStep, decodeStep, type DecodedStart } from '../inputs/decode-step.js'
import { decodeResultInput } from '../inputs/result-input.js'
import { isHash, isRubyException, membersOf, type RubyException } from '../ruby-values/index.js'
import { rootTemplate } from '../inputs/root-template.js'
import { thrownText } from '../../base/message-texts.js'

/**
 * Writes the framework's templates as plain data, with a converter that need not know Ruby. Ruby's workers cannot read them.
 * A failure is a tagged exception that holds its backtrace. It has a member of its own beside the result, so that no result can be taken
 * for a failure.
 */
export function plainFormat(converter: DataConverter): JobFormat {
  function dump(value: unknown): string {
    // JSON.stringify gives no text for undefined.
    const text: unknown = converter.dump(value ?? null)
    if (typeof text === 'string') return text
    throw new TypeError(`the data converter's dump must return a string, and returned a ${typeof text}`)
  }

  function load(text: string): unknown {
    try {
      return converter.load(text)
    } catch (error) {
      if (error instanceof FlowFormatError) throw error
      throw new FlowFormatError(`the data converter cannot read it: ${thrownText(error)}`)
    }
  }

  /** Writes a value that was read before. If it cannot be written, no caller made a mistake, so this is no TypeError. */
  function write(value: unknown): string {
    try {
      return dump(value)
    } catch (error) {
      throw new FlowFormatError(`the data converter cannot write it: ${thrownText(error)}`)
    }
  }

  function decodeStart(input: string | undefined): DecodedStart {
    if (input === undefined) throw new FlowFormatError('the input of the default workflow is missing')
    const list = load(input)
    const only: unknown = Array.isArray(list) && list.length === 1 ? list[0] : undefined
    if (!isHash(only) || !isHash(only['definition']) || !Object.hasOwn(only, 'args')) {
      throw new FlowFormatError('the input of the default workflow must be a list of one hash with definition and args')
    }
    const { step, result_step: resultStep } = membersOf(only['definition'])
    return {
      step: decodeStep(step, 'step'),
      ...(resultStep != null && { resultStep: decodeResultStep(resultStep) }),
      activityInput: write([only['args']]),
    }
  }

  function encodeStart(start: JobDescription): string {
    const args = start.args ?? null
    // The input is written by itself first, so that a message about it has a path in the input and not in the template.
    dump(args)
    return dump([{ definition: rootTemplate(start), args }])
  }

  function readException(details: string): RubyException | undefined {
    try {
      const value = load(details)
      return isRubyException(value) ? value : undefined
    } catch {
      return undefined
    }
  }

  return {
    dump,
    load,
    encodeStart,
    decodeStart,
    forwardResultInput: (key, result) => write([{ key, result: load(result) }]),
    encodeFailureInput: (key, exception) => writeWithinLimit(exception, (failure) => write([{ key, failure }])),
    decodeResultInput: (input) => decodeResultInput(input, load, plainOutcome),
    encodeFailure: (reason, exception) => encodeFailure(reason, exception, dump),
    encodeError: (error) => encodeError(error, dump),
    decodeError: (reason, details) => decodeError(reason, details, readException),
    decodeCause(details) {
      const cause = readException(details)
      return cause ? { cause } : { cause: details, details }
    },
  }
}

function plainOutcome(hash: Readonly<Record<string, unknown>>): ResultOutcome | undefined {
  if (isRubyException(hash['failure'])) return { status: 'failed', ...decodeJobFailure(hash['failure']) }
  return Object.hasOwn(hash, 'result') ? { status: 'completed', value: hash['result'] } : undefined
}
