import type { BurstReport } from './report.js'

/** Of the caller: a hundred thousand jobs that wait may take so much above what it takes when idle. */
export const MOST_RSS_MB = 300
/** Of the caller, at once. */
export const MOST_SOCKETS = 100

/** What was as it must not be. */
export function judge({ count, caller, swf, complaints }: BurstReport): readonly string[] {
  const { usage, right, wrong, rejected, restarts } = caller
  const rssMb = usage.peakRssMb - usage.idleRssMb
  const missing = count - right - wrong - Object.values(rejected).reduce((sum, each) => sum + each, 0)
  return [
    ...(missing > 0 ? [`${missing} jobs have no ending`] : []),
    ...(wrong > 0 ? [`${wrong} values are not the job's own`] : []),
    ...Object.entries(rejected).map(([text, times]) => `${times} jobs were rejected: ${text}`),
    ...(swf.executions === count ? [] : [`${swf.executions} executions were started for ${count} jobs`]),
    ...(restarts > 0 ? [`the thread was replaced ${restarts} times`] : []),
    ...(rssMb > MOST_RSS_MB ? [`the caller took ${Math.round(rssMb)} MB more than idle, ${MOST_RSS_MB} are allowed`] : []),
    ...(usage.sockets > MOST_SOCKETS ? [`the caller had ${usage.sockets} sockets, ${MOST_SOCKETS} are allowed`] : []),
    ...complaints,
  ]
}
