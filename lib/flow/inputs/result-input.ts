import type { ResultOutcome } from '../../protocol/outcome.js'
import { writeWithinLimit } from '../failures/write-within-limit.js'
import { FlowFormatError } from '../flow-format-error.js'
import { yamlDataConverter } from '../converters/yaml-data-converter.js'
import { decodeJobFailure } from '../failures/decode-failure.js'
import { RESULT_ACTIVITY } from '../names.js'
import { symbolHashTree } from '../yaml/writer/template-trees.js'
import { isHash, isRubyException, type RubyException } from '../ruby-values/index.js'
import { valueTree } from '../yaml/writer/value-tree.js'
import { verbatimTree } from '../yaml/writer/verbatim-tree.js'
import { parseYaml } from '../yaml/reader/parse-yaml.js'
import { stringTree } from '../yaml/writer/string-tree.js'
import { sequence, type YamlTree } from '../yaml/writer/yaml-tree.js'
import { writeYaml } from '../yaml/writer/write-yaml.js'

type ResultHash = Readonly<Record<string, unknown>>

/** What the input of a result task says. */
export interface DecodedResult {
  readonly key: string
  readonly outcome: ResultOutcome
}

/**
 * Writes the input of a result task for a value.
 *
 * @throws TypeError naming the path of the first value that is not plain data
 */
export function encodeResultInput(key: string, result: unknown): string {
  return encode(key, valueTree(result))
}

/**
 * Writes the input of a result task for the result that an activity gave, and hands the result on unchanged.
 *
 * @throws FlowFormatError if the result is not YAML
 */
export function forwardResultInput(key: string, result: string): string {
  const parsed = parseYaml(result)
  return encode(key, verbatimTree(parsed.roots[0], parsed))
}

/** Writes the input of a result task for a job that failed. What does not fit is cut. */
export function encodeFailureInput(key: string, exception: RubyException): string {
  return writeWithinLimit(exception, (fitting) => encode(key, symbolHashTree({ failure: valueTree(fitting) })))
}

function encode(key: string, result: YamlTree): string {
  return writeYaml(sequence([symbolHashTree({ key: stringTree(key), result })]))
}

/**
 * Reads the input of a result task. Its two keys may be strings as well as symbols, so that a workflow in any language can send JSON.
 *
 * @param load - reads the text
 * @param outcomeOf - says what the hash means; it gives undefined for a hash without a result
 * @throws FlowFormatError with the reason for RespondActivityTaskFailed
 */
export function decodeResultInput(
  input: string | undefined,
  load: (input: string) => unknown = (text) => yamlDataConverter.load(text),
  outcomeOf: (hash: ResultHash) => ResultOutcome | undefined = rubyOutcome,
): DecodedResult {
  if (input === undefined || input === '') throw incorrect('no input')
  const list = load(input)
  if (!Array.isArray(list)) throw incorrect(kindOf(list))
  if (list.length !== 1) throw incorrect(`a list of ${list.length}`)
  const hash: unknown = list[0]
  if (!isHash(hash)) throw incorrect(`a list of ${kindOf(hash)}`)
  if (!Object.hasOwn(hash, 'key')) throw incorrect('a hash without :key')
  const { key } = hash
  if (typeof key !== 'string') throw incorrect(`${kindOf(key)} as :key`)
  const outcome = outcomeOf(hash)
  if (outcome === undefined) throw incorrect('a hash without :result')
  return { key, outcome }
}

/** A job may return `{ failure: … }` as its result. Only the tag of the exception says that the job failed. */
function rubyOutcome(hash: ResultHash): ResultOutcome | undefined {
  if (!Object.hasOwn(hash, 'result')) return undefined
  const { result } = hash
  if (isHash(result) && Object.keys(result).length === 1 && isRubyException(result['failure'])) {
    return { status: 'failed', ...decodeJobFailure(result['failure']) }
  }
  return { status: 'completed', value: result }
}

function incorrect(got: string): FlowFormatError {
  const expected = 'expected a list of one hash with :key, a string, and :result'
  return new FlowFormatError(`Incorrect input format for ${RESULT_ACTIVITY.name}: ${expected}; got ${got}`)
}

function kindOf(value: unknown): string {
  if (value === null) return 'nil'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'a hash' : `a ${typeof value}`
}
