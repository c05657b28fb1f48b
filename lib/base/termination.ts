import { constants } from 'node:os'
import { isMainThread } from 'node:worker_threads'

type DrainFunction = () => Promise<unknown>

const SIGNALS = ['SIGTERM', 'SIGINT'] as const

/** A process that is PID 1 in its container survives its own TERM: this long after, it is ended by hand. */
const SURVIVED_MS = 100

/** Marks our listeners, across copies of the package: they are not the application's. Its value says whether drains are under way. */
const ours = Symbol.for('swf-result-worker.termination')

/**
 * Has TERM and INT run `drain` and then end the process as if nobody had listened. An application that listens itself is left
 * alone: it knows what else must end, and calls `stop()`. A second signal ends the process at once. With several drains the last
 * to finish ends the process. What registers while others drain is drained at once: the signal came for it, too.
 *
 * Signals reach the main thread only; elsewhere this does nothing.
 *
 * @param drain - must be safe to call twice
 * @returns a function that takes it off
 */
export function onTermination(drain: DrainFunction): () => void {
  return isMainThread ? termination.add(drain) : () => {}
}

/** One listener for all, however many there are. */
class Termination {
  readonly #drains = new Set<DrainFunction>()
  /** What came, while drains are under way. */
  #signal: NodeJS.Signals | undefined
  #underWay = 0
  #listens = false

  constructor() {
    Object.defineProperty(this.#listener, ours, { get: () => this.#signal !== undefined })
  }

  add(drain: DrainFunction): () => void {
    this.#drains.add(drain)
    this.#putOn()
    if (this.#signal !== undefined) this.#run(drain, this.#signal)
    return () => {
      this.#drains.delete(drain)
      // While drains run the listener stays: a second signal must find it.
      if (this.#drains.size === 0 && this.#signal === undefined) this.#takeOff()
    }
  }

  readonly #listener = (signal: NodeJS.Signals): void => {
    if (this.#signal !== undefined) return this.#end(signal)
    if (hasListenersOfTheApplication(signal)) return
    this.#signal = signal
    // A copy: what one of them registers is run as it comes.
    const registered = Array.from(this.#drains)
    for (const drain of registered) this.#run(drain, signal)
  }

  #run(drain: DrainFunction, signal: NodeJS.Signals): void {
    this.#underWay += 1
    const done = (): void => {
      this.#underWay -= 1
      if (this.#underWay === 0) this.#end(signal)
    }
    drain().then(done, done)
  }

  #end(signal: NodeJS.Signals): void {
    this.#takeOff()
    this.#signal = undefined
    const listeners = process.listeners(signal)
    // Other copies of ours are still draining, or the application has come to listen meanwhile: theirs is the end.
    if (listeners.some(isDraining) || hasListenersOfTheApplication(signal)) return
    process.kill(process.pid, signal)
    // Another copy that has come meanwhile drains now.
    if (!listeners.some(isOurs)) setTimeout(() => process.exit(128 + constants.signals[signal]), SURVIVED_MS)
  }

  /** First in line: a listener that the application put with `once` has left the list by the time it runs. */
  #putOn(): void {
    if (this.#listens) return
    this.#listens = true
    for (const signal of SIGNALS) process.prependListener(signal, this.#listener)
  }

  #takeOff(): void {
    this.#listens = false
    for (const signal of SIGNALS) process.removeListener(signal, this.#listener)
  }
}

const termination = new Termination()

function hasListenersOfTheApplication(signal: NodeJS.Signals): boolean {
  const others = process.listeners(signal).filter((listener) => !isOurs(listener))
  return others.length > signalExitListeners()
}

function isOurs(listener: object): boolean {
  return Object.hasOwn(listener, ours)
}

function isDraining(listener: object): boolean {
  return isOurs(listener) && Reflect.get(listener, ours) === true
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
