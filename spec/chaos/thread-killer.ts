import type { Worker } from 'node:worker_threads'
import { Random } from '../fuzz/random.js'
import { planKills, type ChaosOptions } from './plan.js'

const LONGEST_DELAY_MS = 500

/** Ends the worker thread from outside, as a crash would, at planned moments; or the next one, if none lives then. */
export class ThreadKiller {
  #random = new Random(0)
  #moments: readonly number[] = []
  #thread: Worker | undefined
  #due = 0
  #kills = 0

  constructor() {
    process.on('worker', (thread) => this.#made(thread))
  }

  get kills(): number {
    return this.#kills
  }

  arm(options: ChaosOptions): void {
    this.#moments = planKills(options)
    this.#random = new Random(options.seed)
  }

  /** To be told how many promises have settled. */
  settled(count: number): void {
    while (count >= (this.#moments[0] ?? Infinity)) {
      this.#moments = this.#moments.slice(1)
      this.#due += 1
      this.#strikeSoon()
    }
  }

  #made(thread: Worker): void {
    this.#thread = thread
    thread.once('exit', () => {
      if (this.#thread === thread) this.#thread = undefined
    })
    if (this.#due > 0) this.#strikeSoon()
  }

  #strikeSoon(): void {
    setTimeout(() => {
      if (this.#thread === undefined || this.#due === 0) return
      this.#due -= 1
      this.#kills += 1
      void this.#thread.terminate()
      this.#thread = undefined
    }, this.#random.below(LONGEST_DELAY_MS))
  }
}
