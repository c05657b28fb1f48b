import type { DataConverter } from './data-converter.js'
import { FlowFormatError } from './flow-format-error.js'
import { LIMITS, MAX_ENVELOPE_DEPTH } from './limits.js'
import { memberPath, refuse, refuseUnlessPlain } from './plain-value-checks.js'

/** As for YAML: SWF carries no longer text than `LIMITS.data`; twice that is room for one from elsewhere. */
const MAX_LENGTH = 2 * LIMITS.data
const JSON_TYPES = 'null, booleans, finite numbers, strings, arrays and plain objects'

/**
 * JSON, for shops without Ruby: what it has no form for is refused. As in JSON, -0 becomes 0, undefined becomes null in an array and
 * is left out of an object.
 */
export const jsonDataConverter: DataConverter = {
  dump(value) {
    refuseUnlessJson(value, '', new Set())
    return JSON.stringify(value) ?? 'null'
  },
  load(text) {
    if (text.length > MAX_LENGTH) {
      throw new FlowFormatError(`text of ${text.length} characters is too long, the limit is ${MAX_LENGTH}`)
    }
    const value = parse(text)
    refuseTooDeep(value, 1)
    return value
  },
}

/** @throws TypeError naming the path */
function refuseUnlessJson(value: unknown, path: string, ancestors: Set<object>): void {
  switch (typeof value) {
    case 'function':
    case 'symbol':
    case 'bigint':
      return refuse(path, `a ${typeof value}`, JSON_TYPES)
    case 'number':
      return Number.isFinite(value) ? undefined : refuse(path, String(value), JSON_TYPES)
    case 'object':
      if (value === null) return undefined
      if (ancestors.has(value)) return refuse(path, 'a cycle', JSON_TYPES)
      if (ancestors.size >= MAX_ENVELOPE_DEPTH) return refuse('', `nested deeper than ${MAX_ENVELOPE_DEPTH} levels`, JSON_TYPES)
      ancestors.add(value)
      refuseMembers(value, path, ancestors)
      ancestors.delete(value)
      return undefined
    case 'undefined':
    case 'boolean':
    case 'string':
      return undefined
  }
}

function refuseMembers(value: object, path: string, ancestors: Set<object>): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) refuseUnlessJson(item, `${path}[${index}]`, ancestors)
    return
  }
  refuseUnlessPlain(value, path, JSON_TYPES)
  for (const [name, member] of Object.entries(value)) refuseUnlessJson(member, memberPath(path, name), ancestors)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new FlowFormatError(`not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function refuseTooDeep(value: unknown, depth: number): void {
  if (typeof value !== 'object' || value === null) return
  if (depth > MAX_ENVELOPE_DEPTH) throw new FlowFormatError(`nested deeper than ${MAX_ENVELOPE_DEPTH} levels`)
  for (const member of Object.values(value)) refuseTooDeep(member, depth + 1)
}
