import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { inspect } from 'node:util'
import { vi, type MockInstance } from 'vitest'

const CHANNELS = ['swf-result-worker.state', 'swf-result-worker.fault', 'swf-result-worker.result']

/** Sees all that anybody can see of services and workers from outside, as texts in every form in which it could be written down. */
export class Observer {
  readonly #texts: string[] = []
  readonly #asked: Array<() => unknown> = []
  readonly #printed: MockInstance[]

  constructor() {
    for (const channel of CHANNELS) subscribe(channel, this.#hear)
    process.on('warning', this.see)
    this.#printed = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write'))
  }

  /** Something that is asked after each event: the health of a service. */
  ask(question: () => unknown): void {
    this.#asked.push(question)
  }

  readonly see = (seen: unknown): void => {
    this.#texts.push(
      inspect(seen, { depth: null, showHidden: true, getters: true, maxStringLength: null }),
      json(seen),
      String(seen),
    )
    if (seen instanceof Error) this.#texts.push(String(seen.stack))
  }

  /** Runs what is to fail, and sees with what. */
  async seeFailure(attempt: () => unknown): Promise<void> {
    try {
      await attempt()
    } catch (error) {
      this.see(error)
      return
    }
    throw new Error('it did not fail')
  }

  end(): string {
    for (const channel of CHANNELS) unsubscribe(channel, this.#hear)
    process.off('warning', this.see)
    for (const spy of this.#printed) {
      this.#texts.push(...spy.mock.calls.map(([text]) => String(text)))
      spy.mockRestore()
    }
    return this.#texts.join('\n')
  }

  readonly #hear = (message: unknown): void => {
    this.see(message)
    for (const question of this.#asked) this.see(question())
  }
}

function json(seen: unknown): string {
  try {
    return JSON.stringify(seen) ?? ''
  } catch {
    return ''
  }
}
