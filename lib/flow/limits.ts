/** SWF's limits (documented), in characters unless the name says otherwise. SWF refuses what is longer. */
export const LIMITS = {
  /** input, result, details, execution context, marker details */
  data: 32_768,
  reason: 256,
  name: 256,
  identity: 256,
  version: 64,
  heartbeatDetails: 2_048,
  tags: 5,
  /** A duration: seconds in at most this many digits. */
  durationDigits: 8,
} as const
