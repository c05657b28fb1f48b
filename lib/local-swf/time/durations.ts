/** SWF's timeouts are whole seconds as text, or NONE: no timeout (documented: a year still bounds everything). */
export function durationMs(duration: string): number {
  return duration === 'NONE' ? Infinity : Number(duration) * 1000
}

/** A retention period is whole days as text, or NONE: no time at all (API reference, RegisterDomain). */
export function durationInDaysMs(days: string): number {
  return days === 'NONE' ? 0 : Number(days) * 86_400_000
}
