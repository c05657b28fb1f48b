import { setMaxListeners } from 'node:events'
import { sleep, type Clock } from '../../base/clock.js'
import { BackOff } from '../../base/back-off.js'
import { classifyFault, type Fault } from '../faults/classify-fault.js'
import { unlessAborted } from '../../base/promises.js'
import { pollWithTimeout } from './poll-timeout.js'

export interface LongPollOptions<Task> {
  /** Makes one poll. Resolves with undefined if no task came. Each poll has its own signal; once it aborts, nobody waits for the poll. */
  poll(signal: AbortSignal): Promise<Task | undefined>
  /** Does the work of a task. */
  handle(task: Task): Promise<void>
  /** How many polls may be outstanding at once. */
  readonly maxPollers: number
  /** How many tasks in hand and outstanding polls there may be together, since each poll may bring a task. */
  readonly maxTasks: number
  readonly clock: Clock
  /** Called when a poll was answered, with a task or without. */
  onPolled?(): void
  /** Called for each fault. `retryInMs` is undefined when the loop gives up. */
  onFault?(fault: Fault, retryInMs: number | undefined): void
  /** Called when `handle` rejected. The loop goes on after a pause, and SWF gives the task up at its timeout. */
  onTaskError?(error: unknown, task: Task): void
  /**
   * Registers what SWF does not know. One poll calls it for all. Once it has resolved, it is called again only after a poll has
   * gone well.
   */
  onUnknownResource?(): Promise<void>
  /** Gets new credentials. */
  onBadCredentials?(): Promise<void>
}

/**
 * The time from the start of a poll that brought nothing to the start of the next one, and the pause after a task that could not be
 * handled. An emulator may answer idle polls immediately, and a proxy may refuse all polls or answer with garbage.
 */
const MIN_INTERVAL_MS = 250
/** A task that comes within this time was waiting for a poll. More tasks may be waiting then. */
const PROMPT_MS = 1_000
const BACK_OFF = { baseMs: 500, capMs: 60_000 }
/** How long AWS may refuse the credentials before the loop gives up. People need minutes to rotate keys or to log in again. */
const CREDENTIALS_PATIENCE_MS = 5 * 60_000

/**
 * Polls one task list: one poll at a time while few tasks come, and up to `maxPollers` at once while tasks are waiting.
 * After a fault or an early empty answer it goes back to one poll at a time, and rests before it sends the next one.
 */
export class LongPoll<Task> {
  readonly #options: LongPollOptions<Task>
  readonly #backOff = new BackOff(BACK_OFF)
  readonly #halting = new AbortController()
  /** The outstanding polls. One that failed stays among them while the loop rests. */
  readonly #polls = new Set<AbortController>()
  readonly #waiting: Array<() => void> = []
  #tasks = 0
  /** How many tasks could not be handled a moment ago. Until their pauses are over, no new poll is sent. */
  #spoilt = 0
  #wanted = 1
  #resting = false
  #registered = false
  #refusedSince: number | undefined
  #gaveUp: Fault | undefined

  constructor(options: LongPollOptions<Task>) {
    this.#options = options
    // Each pause after a task that could not be handled listens to this signal.
    setMaxListeners(0, this.#halting.signal)
  }

  /**
   * Polls until `halt`. Resolves when the loop is halted, all polls are back and all tasks are done. Rejects with the fault's cause
   * as soon as a fault leaves no hope. The tasks in hand go on then, and `halt` resolves when they are done.
   */
  async run(): Promise<void> {
    while (!this.#halting.signal.aborted) {
      while (this.#hasRoom()) void this.#poll()
      await this.#change()
    }
    if (this.#gaveUp) throw this.#gaveUp.cause
    await this.#done()
  }

  /** Sends no new polls. Outstanding ones may still bring a task. Resolves when everything is done. It may be called again. */
  halt(): Promise<void> {
    this.#halting.abort()
    this.#wake()
    return this.#done()
  }

  /** Ends the outstanding polls immediately; for use after `halt`. A task that SWF gave to one of them is lost until its timeout. */
  abortPolls(): void {
    for (const poll of this.#polls) poll.abort()
  }

  #hasRoom(): boolean {
    const polls = this.#polls.size
    if (this.#halting.signal.aborted || this.#spoilt > 0) return false
    return polls < this.#wanted && polls + this.#tasks < this.#options.maxTasks
  }

  async #poll(): Promise<void> {
    const abort = new AbortController()
    this.#polls.add(abort)
    const sentAt = this.#options.clock.now()
    try {
      const task = await pollWithTimeout((signal) => this.#options.poll(signal), abort, this.#options.clock)
      const tookMs = this.#options.clock.now() - sentAt
      this.#answered()
      if (task !== undefined) this.#take(task, tookMs)
      else await this.#rest(MIN_INTERVAL_MS - tookMs)
    } catch (error) {
      if (!this.#halting.signal.aborted) await this.#failed(classifyFault(error), this.#options.clock.now() - sentAt)
    } finally {
      this.#polls.delete(abort)
      this.#wake()
    }
  }

  #answered(): void {
    this.#backOff.succeed()
    this.#registered = false
    this.#refusedSince = undefined
    this.#options.onPolled?.()
  }

  #take(task: Task, tookMs: number): void {
    const wanted = this.#wanted + (tookMs < PROMPT_MS ? 1 : -1)
    this.#wanted = Math.max(1, Math.min(wanted, this.#options.maxPollers))
    void this.#handle(task)
  }

  async #handle(task: Task): Promise<void> {
    this.#tasks += 1
    try {
      await this.#options.handle(task)
    } catch (error) {
      this.#options.onTaskError?.(error, task)
      await this.#pause()
    } finally {
      this.#tasks -= 1
      this.#wake()
    }
  }

  /** Slows the loop down, since the source of a task that cannot be handled may bring only such tasks. */
  async #pause(): Promise<void> {
    this.#wanted = 1
    this.#spoilt += 1
    await sleep(MIN_INTERVAL_MS, this.#options.clock, this.#halting.signal)
    this.#spoilt -= 1
  }

  async #failed(fault: Fault, tookMs: number): Promise<void> {
    if (this.#isHopeless(fault)) return this.#giveUp(fault)
    this.#wanted = 1
    // Polls that were outstanding together fail together. The first one reports its fault and rests for all.
    if (this.#resting) return
    const isFirst = this.#backOff.failures === 0
    const backOffMs = this.#backOff.fail()
    const soonestMs = Math.max(0, MIN_INTERVAL_MS - tookMs)
    const retryInMs = isFirst && (fault.action === 'retry' || fault.action === 'register') ? soonestMs : backOffMs
    this.#options.onFault?.(fault, retryInMs)
    await this.#rest(retryInMs, () => this.#repair(fault, retryInMs))
  }

  async #repair(fault: Fault, retryInMs: number): Promise<void> {
    try {
      if (fault.action === 'refresh-credentials') await this.#options.onBadCredentials?.()
      // A poll names a domain and a task list. SWF knows every task list, so what it does not know is the domain.
      if ((fault.action === 'register' || fault.action === 'drop') && !this.#registered) {
        await this.#options.onUnknownResource?.()
        this.#registered = true
      }
    } catch (error) {
      if (!this.#halting.signal.aborted) this.#options.onFault?.(classifyFault(error), retryInMs)
    }
  }

  async #rest(delayMs: number, before?: () => Promise<void>): Promise<void> {
    this.#wanted = 1
    if (this.#resting) return
    this.#resting = true
    if (before) await unlessAborted(before(), this.#halting.signal)
    if (delayMs > 0) await sleep(delayMs, this.#options.clock, this.#halting.signal)
    this.#resting = false
  }

  #isHopeless(fault: Fault): boolean {
    if (fault.action !== 'refresh-credentials') return fault.action === 'give-up'
    const now = this.#options.clock.now()
    this.#refusedSince ??= now
    return now - this.#refusedSince >= CREDENTIALS_PATIENCE_MS
  }

  #giveUp(fault: Fault): void {
    if (this.#gaveUp || this.#halting.signal.aborted) return
    this.#gaveUp = fault
    this.#options.onFault?.(fault, undefined)
    this.#halting.abort()
    this.abortPolls()
  }

  async #done(): Promise<void> {
    while (this.#polls.size + this.#tasks > 0) await this.#change()
  }

  /** Resolves when a poll or a task ends, or when `halt` is called. */
  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve()
  }
}
