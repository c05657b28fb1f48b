import type { Usage } from './gauge.js'
import type { BurstReport } from './report.js'

export function printReport({ count, caller, workers, swf }: BurstReport): void {
  const { usage, calledMs, right, wrong, rejected, restarts, late, reconciled, unanswered } = caller
  console.table({
    jobs: count,
    'values that arrived': right,
    'wrong values': wrong,
    rejected: Object.values(rejected).reduce((sum, each) => sum + each, 0),
    'threads replaced': restarts,
    'results late / from a history / unanswered': `${late} / ${reconciled} / ${unanswered}`,
    'executions started': swf.executions,
    seconds: round(usage.seconds),
    'jobs a second': round(count / usage.seconds),
    'memory (RSS) when idle, MB': round(usage.idleRssMb),
    'at its peak above that, MB': round(usage.peakRssMb - usage.idleRssMb),
    'sockets, at most': usage.sockets,
    'the calls themselves, ms': round(calledMs),
    'main loop late, median, ms': round(usage.delayP50Ms),
    '99th percentile, ms': round(usage.delayP99Ms),
    'at most, ms': round(usage.delayMaxMs),
    'CPU for each job, ms': round((usage.cpuSeconds * 1_000) / count),
    'starts refused by throttling': swf.throttled['StartWorkflowExecution'] ?? 0,
  })
  const processes = {
    caller: usage,
    swf: swf.usage,
    ...Object.fromEntries(workers.map((each, index) => [`worker ${index + 1}`, each])),
  }
  console.table(Object.fromEntries(Object.entries(processes).map(([name, each]) => [name, shares(each)])))
  console.table(
    Object.fromEntries(
      Object.entries(swf.requests).map(([name, times]) => [name, { requests: times, throttled: swf.throttled[name] ?? 0 }]),
    ),
  )
}

function shares({ seconds, cpuSeconds, peakRssMb, sockets }: Usage): object {
  return { 'cores used': round(cpuSeconds / seconds), 'RSS at most, MB': round(peakRssMb), 'sockets at most': sockets }
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
