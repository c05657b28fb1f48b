import { getEventListeners } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { expect, onTestFinished } from 'vitest'
import { encodeFailureInput, encodeResultInput } from '../../lib/flow/inputs/result-input.js'
import { rubyException } from '../../lib/flow/ruby-values/index.js'
import * as library from '../../lib/index.js'
import { jobs, type StopReport } from '../../lib/index.js'
import { Scene, until } from '../reconciliation/scene.js'
import { nextState } from '../support/heard.js'
import { killThreads, liveThreads } from '../support/leaks.js'
import { noOrders, obedientThread } from '../support/obedient-thread.js'
import { ResultTaskSender } from '../support/result-tasks.js'
import { schemaOf } from '../support/schema.js'
import type { Settles } from './expectations.js'
import type { Subject } from './table.js'
import { Witness } from './witness.js'

export const HOUR_MS = 3_600_000
export const DEADLINE_MS = 20_000
/** More than the longest back-off of a thread's successor. */
const BACK_OFF_MS = 30_000
const POLL_MS = 60_000
export const WORKFLOW_ID = 'the-job'

const numbers = schemaOf((value) => (typeof value === 'number' ? { value } : { issues: [{ message: 'no number' }] }))
const boom = rubyException('RuntimeError', 'boom')
const details = '--- !ruby/exception:RuntimeError\nmessage: boom\n---\n- "jobs.rb:20"\n'

/** One promise, and all that can become of it: a Scene of its own, and who watches. */
export class Stage {
  readonly scene: Scene
  readonly subject: Subject
  readonly abort = new AbortController()
  readonly #witness = new Witness()
  readonly #sender: ResultTaskSender
  readonly #signalListeners = process.listenerCount('SIGTERM')
  #promise: Promise<unknown> = Promise.reject(new Error('nothing is awaited yet'))
  #key: string | undefined
  #stopping: Promise<StopReport> | undefined
  isSettled = false

  private constructor(scene: Scene, subject: Subject) {
    this.scene = scene
    this.subject = subject
    this.#sender = new ResultTaskSender(scene.swf)
    this.#promise.catch(() => {})
  }

  /** The service is not started yet. */
  static async prepare(subject: Subject): Promise<Stage> {
    const scene = await Scene.prepare({}, { workerUrl: obedientThread })
    // Where an expectation failed a thread may stand still, and a stop would wait for it.
    onTestFinished(killThreads)
    return new Stage(scene, subject)
  }

  static async start(subject: Subject): Promise<Stage> {
    const stage = await Stage.prepare(subject)
    await stage.scene.service.start()
    noOrders()
    return stage
  }

  get state(): string {
    return this.scene.service.health().state
  }

  /** The wait begins. Resolves when it has been answered what it waits for, if it will be. */
  async begin(timeoutMs = Infinity): Promise<void> {
    const { service } = this.scene
    const { signal } = this.abort
    const options = { signal, workflow: { id: WORKFLOW_ID }, activity: { retry: { maximumAttempts: 0 } } }
    if (this.subject === 'created result') {
      const { key, promise } = service.createResult({ timeoutMs, signal, schema: numbers })
      this.#key = key
      return this.#watch(promise)
    }
    if (this.subject === 'unawaited job') {
      const started = jobs(service).start('Pricing.quote', null, { ...options, result: false })
      this.#watch(started)
      return started.then(ignore, ignore)
    }
    const started = jobs(service).start('Pricing.quote', null, { ...options, timeoutMs, schema: numbers })
    this.#watch(started.then(({ result }) => result))
    await started.then(({ key }) => (this.#key = key), ignore)
  }

  /** Its result task waits on the list, or is on its way. */
  async sendResult(value: unknown): Promise<void> {
    if (this.#isFresh) return this.#work(() => this.scene.complete(`--- ${JSON.stringify(value)}\n`))
    await this.#send(encodeResultInput(this.#knownKey, value))
  }

  async sendFailure(): Promise<void> {
    if (this.#isFresh) return this.#work(() => this.scene.fail('boom', details))
    await this.#send(encodeFailureInput(this.#knownKey, boom))
  }

  /** A second result task, with a value or with a failure. */
  async sendAgain(value?: unknown): Promise<void> {
    await this.#send(value === undefined ? encodeFailureInput(this.#knownKey, boom) : encodeResultInput(this.#knownKey, value))
  }

  stop(drainMs: number): void {
    this.#stopping = this.scene.service.stop({ drainMs })
  }

  /** All that is asked of SWF by these operations is denied from now on. */
  deny(...operation: string[]): void {
    this.scene.swf.inject({ kind: 'fault', name: 'AccessDeniedException', operation })
  }

  /** The polls under way end, and the next ones are denied. */
  async endPolls(): Promise<void> {
    const { taskList } = this.scene.service.health()
    await until(() => this.scene.swf.taskLists().some(({ name, waitingPolls }) => name === taskList && waitingPolls > 0))
    this.deny('PollForActivityTask')
    this.scene.clock.advance(POLL_MS)
  }

  async killThread(): Promise<void> {
    const dead = nextState('restarting')
    await killThreads()
    await dead
  }

  /** The back-off of the successor passes. */
  async succeed(state: 'running' | 'failed'): Promise<void> {
    const reached = nextState(state)
    this.scene.clock.advance(BACK_OFF_MS)
    await reached
  }

  /** Time passes until the promise has settled. */
  async passTime(stepMs: number): Promise<void> {
    while (!this.isSettled) {
      this.scene.clock.advance(stepMs)
      await setImmediate()
    }
  }

  /** Until sweeps, of one minute each, have found what became of it. */
  async sweep(): Promise<void> {
    await this.scene.sweepUntil(() => this.isSettled)
  }

  /** It has settled like this, once, and after a stop nothing is left of it. */
  async ends({ value, name, code, outcome }: Settles): Promise<StopReport> {
    const { service, serviceClock } = this.scene
    const settled: unknown = await this.#promise.catch((reason: unknown) => reason)
    if (name === undefined) expect(settled).toBe(value)
    else expect(settled).toMatchObject({ name, code })
    if (name !== undefined && name !== 'AbortError') expect(settled).toBeInstanceOf(Reflect.get(library, name))
    const outcomes = outcome === undefined || this.subject === 'unawaited job' ? [] : [outcome]
    const counted = { pending: 0, settled: outcomes.length }
    expect(service.health()).toMatchObject(counted)
    const report = await (this.#stopping ?? service.stop({ drainMs: 0 }))
    await service.stop({ drainMs: 0 })
    this.#sender.destroy()
    await setImmediate()
    expect(this.#witness).toMatchObject({ outcomes, unhandled: [] })
    expect(service.health()).toMatchObject(counted)
    expect({
      threads: liveThreads(),
      timers: serviceClock.waiting,
      listeners: getEventListeners(this.abort.signal, 'abort').length,
      signalListeners: process.listenerCount('SIGTERM') - this.#signalListeners,
    }).toEqual({ threads: 0, timers: 0, listeners: 0, signalListeners: 0 })
    return report
  }

  #watch(promise: Promise<unknown>): void {
    this.#promise = promise
    const settle = (): void => void (this.isSettled = true)
    promise.then(settle, settle)
  }

  /** Its activity has not run yet. */
  get #isFresh(): boolean {
    return this.subject === 'awaited job'
  }

  get #knownKey(): string {
    if (this.#key === undefined) throw new Error('there is no key yet')
    return this.#key
  }

  async #work(answer: () => Promise<void>): Promise<void> {
    await this.scene.decide()
    await answer()
    await this.scene.decide()
  }

  async #send(input: string): Promise<void> {
    const { taskList = '' } = this.scene.service.health()
    await this.#sender.schedule([{ taskList, input }])
  }
}

function ignore(): void {}
