/** SWF's documented limits, in characters unless the name says otherwise. SWF refuses what is longer. */
export const LIMITS = {
  /** This is the limit of an input, a result, details, an execution context, and the details of a marker. */
  data: 32_768,
  reason: 256,
  name: 256,
  identity: 256,
  version: 64,
  tags: 5,
} as const

/**
 * How many levels deep a value may be nested. A deeper one is a mistake or an attack, and a walk without a bound would end in a
 * RangeError that names no path. A job's input, a result task and a failure put some levels around a value, and the YAML parser, which
 * takes 500, must still be able to read the whole.
 */
export const MAX_VALUE_DEPTH = 400

/** How deep a value may be nested together with what templates and result tasks put around it. */
export const MAX_ENVELOPE_DEPTH = MAX_VALUE_DEPTH + 20

/**
 * How many values one value may hold. A value that stands in several places is copied at each of them, so a few shared values can stand
 * for billions.
 */
export const MAX_VALUES = 100_000

/**
 * How many characters and bytes all texts, keys and bytes of one value may have together. SWF carries far less. A data converter may
 * shrink a value, but a larger one would be copied and written in full before anybody could refuse it.
 */
export const MAX_VALUE_CHARACTERS = 8_000_000
