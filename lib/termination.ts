import { constants } from 'node:os'
import { isMainThread } from 'node:worker_threads'

const SIGNALS = ['SIGTERM', 'SIGINT'] as const

/** A process that is PID 1 in its container survives its own TERM: this long after, it is ended by hand. */
const SURVIVED_MS = 100

/** Marks our listeners, across copies of the package: they are not the application's. */
const ours = Symbol.for('swf-result-worker.termination')

/**
 * Has TERM and INT run `drain` and then end the process as if nobody had listened. An application that listens itself is left
 * alone: it knows what else must end, and calls `stop()`. A second signal ends the process at once. With several drains the last
 * to finish ends the process.
 *
 * Signals reach the main thread only; elsewhere this does nothing.
 *
 * @param drain - must be safe to call twice
 * @returns a function that takes the listeners off
 */
export function onTermination(drain: () => Promise<unknown>): () => void {
  if (!isMainThread) return () => {}
  let draining = false

  const listener = (signal: NodeJS.Signals): void => {
    if (draining) return end(signal)
    if (hasListenersOfTheApplication(signal)) return
    draining = true
    drain().then(
      () => end(signal),
      () => end(signal),
    )
  }
  Object.defineProperty(listener, ours, { value: true })

  function remove(): void {
    // While the drain runs the listener stays: a second signal must find it.
    if (!draining) takeOff()
  }
  function takeOff(): void {
    for (const signal of SIGNALS) process.removeListener(signal, listener)
  }
  function end(signal: NodeJS.Signals): void {
    takeOff()
    // Others of ours are still draining, or the application has come to listen meanwhile: theirs is the end.
    if (process.listeners(signal).some(isOurs) || hasListenersOfTheApplication(signal)) return
    process.kill(process.pid, signal)
    setTimeout(() => process.exit(128 + constants.signals[signal]), SURVIVED_MS)
  }

  // First in line: a listener that the application put with `once` has left the list by the time it runs.
  for (const signal of SIGNALS) process.prependListener(signal, listener)
  return remove
}

function hasListenersOfTheApplication(signal: NodeJS.Signals): boolean {
  const others = process.listeners(signal).filter((listener) => !isOurs(listener))
  return others.length > signalExitListeners()
}

function isOurs(listener: object): boolean {
  return Object.hasOwn(listener, ours)
}

/** The package signal-exit waits until no listener but its own is left, as we do: each would wait for the other. It counts its own here. */
function signalExitListeners(): number {
  const emitters: readonly unknown[] = [
    Reflect.get(globalThis, Symbol.for('signal-exit emitter')), // version 4
    Reflect.get(process, '__signal_exit_emitter__'), // version 3
  ]
  return emitters.map(countOf).reduce((sum, count) => sum + count, 0)
}

function countOf(emitter: unknown): number {
  const count: unknown = typeof emitter === 'object' && emitter !== null ? Reflect.get(emitter, 'count') : undefined
  return typeof count === 'number' ? count : 0
}
