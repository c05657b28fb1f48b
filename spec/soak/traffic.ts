import type { ResultService } from '../../lib/service/result-service.js'
import type { Batch } from './sender.js'

const TICK_MS = 100
/** A result that takes longer is as good as lost. */
const TIMEOUT_MS = 60_000

/** Awaits so many results a second, and notes how long each took. */
export class Traffic {
  readonly #service: ResultService
  readonly #perSecond: number
  readonly #send: (batch: Batch) => Promise<unknown>
  readonly #pending = new Set<Promise<void>>()
  readonly failures: string[] = []
  #latencies: number[] = []

  constructor(service: ResultService, perSecond: number, send: (batch: Batch) => Promise<unknown>) {
    this.#service = service
    this.#perSecond = perSecond
    this.#send = send
  }

  /** Of what came since it was last asked. */
  takeLatencies(): readonly number[] {
    const latencies = this.#latencies
    this.#latencies = []
    return latencies
  }

  /** Resolves after the time, with all that was sent settled. */
  async run(durationMs: number): Promise<void> {
    const startedAt = performance.now()
    let sent = 0
    for (let elapsed = 0; elapsed < durationMs; elapsed = performance.now() - startedAt) {
      const due = Math.floor((elapsed / 1000) * this.#perSecond) - sent
      sent += due
      if (due > 0) this.#sendSome(due)
      await new Promise((resolve) => setTimeout(resolve, TICK_MS))
    }
    await Promise.all(this.#pending)
  }

  #sendSome(count: number): void {
    const results = Array.from({ length: count }, () => this.#service.createResult({ timeoutMs: TIMEOUT_MS }))
    const [{ taskList } = { taskList: '' }] = results
    for (const { promise } of results) this.#track(this.#receive(promise))
    this.#track(this.#deliver({ taskList, keys: results.map(({ key }) => key) }))
  }

  #track(work: Promise<void>): void {
    this.#pending.add(work)
    void work.finally(() => this.#pending.delete(work))
  }

  async #receive(promise: Promise<unknown>): Promise<void> {
    try {
      const value = await promise
      if (typeof value !== 'object' || value === null || !('sentAt' in value)) throw new Error('a result is not what was sent')
      this.#latencies.push(Date.now() - Number(value.sentAt))
    } catch (error) {
      this.failures.push(String(error))
    }
  }

  async #deliver(batch: Batch): Promise<void> {
    try {
      await this.#send(batch)
    } catch (error) {
      this.failures.push(String(error))
    }
  }
}
