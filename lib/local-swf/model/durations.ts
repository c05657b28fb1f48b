/** SWF's timeouts are whole seconds as text, or NONE: no timeout (documented: a year still bounds everything). */
export function durationMs(duration: string): number {
  return duration === 'NONE' ? Infinity : Number(duration) * 1000
}
