import type { Workload } from './workload.js'

/**
 * How long somebody who has a task may be silent. It is counted in turns, so that a slow machine does not look silent. Workers of this
 * package rest for 250 ms at times.
 */
const SILENT_TURNS = 60
const SILENT_TURN_MS = 5
/** So many turns of the event loop pass after the last answer, because its sender may have more to say. */
const IDLE_TURNS = 5

/** Resolves when nobody is at work, or when all who are at work have been silent for long. */
export async function waitUntilQuiet(workload: Workload, isStopped: () => boolean): Promise<void> {
  let quietTurns = 0
  let wake: (() => void) | undefined
  const subscription = workload.subscribe(() => {
    quietTurns = 0
    wake?.()
  })
  try {
    while (!isStopped() && quietTurns < (workload.isBusy ? SILENT_TURNS : IDLE_TURNS)) {
      quietTurns += 1
      await new Promise<void>((resolve) => {
        wake = resolve
        if (workload.isBusy) setTimeout(resolve, SILENT_TURN_MS)
        else setImmediate(resolve)
      })
    }
    workload.writeOff()
  } finally {
    subscription.cancel()
  }
}
