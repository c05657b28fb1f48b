import { constants } from 'node:os'
import { isMainThread } from 'node:worker_threads'

type DrainFunction = () => Promise<unknown>

const SIGNALS = ['SIGTERM', 'SIGINT'] as const

/** A process that is PID 1 in its container survives a TERM that it sends itself. After this time it is ended by `process.exit`. */
const SURVIVED_MS = 100

/**
 * Marks our listeners, in every copy of the package, so that none is taken for the application's. The value says whether drains are
 * under way.
 */
const ours = Symbol.for('swf-result-worker.termination')

/**
 * Has TERM and INT run `drain`, and then end the process as if nobody had listened. If the application listens itself, nothing is done,
 * since the application knows what else must end, and calls `stop()`. A second signal ends the process at once. If there are several
 * drains, the last one to finish ends the process. A drain that is added while others run is run at once, since the signal is meant for
 * it, too.
 *
 * Signals reach the main thread only. In any other thread this does nothing.
 *
 * @param drain - must be safe to call twice
 * @returns a function that removes the drain
 */
export function onTermination(drain: DrainFunction): () => void {
  return isMainThread ? termination.add(drain) : () => {}
}

/** Has one listener for all drains, however many there are. */
class Termination {
  readonly #drains = new Set<DrainFunction>()
  /** The signal that came. It is undefined while no drains are under way. */
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
      // While drains run, the listener stays, since a second signal must find it.
      if (this.#drains.size === 0 && this.#signal === undefined) this.#takeOff()
    }
  }

  readonly #listener = (signal: NodeJS.Signals): void => {
    if (this.#signal !== undefined) return this.#end(signal)
    if (hasListenersOfTheApplication(signal)) return
    this.#signal = signal
    // This is a copy, since a drain that is added meanwhile is run when it is added.
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
    // Other copies of the package still drain, or the application has begun to listen meanwhile. They end the process then.
    if (listeners.some(isDraining) || hasListenersOfTheApplication(signal)) return
    process.kill(process.pid, signal)
    // Another copy of the package that has begun to listen meanwhile drains now, and must not be cut off.
    if (!listeners.some(isOurs)) setTimeout(() => process.exit(128 + constants.signals[signal]), SURVIVED_MS)
  }

  /** Our listener is put first, since a listener that the application added with `once` leaves the list before it runs. */
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

/**
 * How many of the listeners belong to the package signal-exit, which counts them on its emitter. Like this module it waits until no
 * listeners but its own are left, so each of the two would wait for the other.
 */
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
