/** The milliseconds of a timeout as SWF writes it: whole seconds as text, or NONE for no timeout. (Documented: a year is the longest.) */
export function durationMs(duration: string): number {
  return duration === 'NONE' ? Infinity : Number(duration) * 1000
}

/** The milliseconds of a retention period: whole days as text, or NONE for no time at all (API reference, RegisterDomain). */
export function durationInDaysMs(days: string): number {
  return days === 'NONE' ? 0 : Number(days) * 86_400_000
}
