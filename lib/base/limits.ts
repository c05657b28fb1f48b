/** SWF's limits (documented), in characters unless the name says otherwise. SWF refuses what is longer. */
export const LIMITS = {
  /** input, result, details, execution context, marker details */
  data: 32_768,
  reason: 256,
  name: 256,
  identity: 256,
  version: 64,
  tags: 5,
} as const

/**
 * How deep a value may be nested that is written or handed on. In a job's input, a result task or a failure it goes some levels
 * deeper, and is still to be read: the parser's own bound is 500. `protocol/plain-data.ts` has the same for what crosses the port.
 */
export const MAX_VALUE_DEPTH = 400

/**
 * All texts and names of a value that is written together, in characters: SWF carries far less, and what is larger would be written
 * and quoted before anybody said so. `protocol/plain-data.ts` has the same for what crosses the port.
 */
export const MAX_VALUE_CHARACTERS = 8_000_000

/** With what templates and result tasks put around a value. */
export const MAX_ENVELOPE_DEPTH = MAX_VALUE_DEPTH + 20
