import { BroadcastChannel, setEnvironmentData } from 'node:worker_threads'
import type { FromThread, ToThread } from '../../lib/protocol/messages.js'

/** A `workerUrl`: the real thread, which does what a spec tells it. */
export const obedientThread = new URL('../fixtures/threads/obedient.mjs', import.meta.url)

/** `block`: its event loop never turns again. `exhaust`: it runs out of memory. */
export type Deed = 'exit' | 'throw' | 'throw a text' | 'throw an object' | 'throw a function' | 'exhaust' | 'block'

/** Around a message, by its type: as it comes, before it is posted, or right after. */
export type Moment =
  | { readonly receiving: ToThread['type'] }
  | { readonly before: FromThread['type'] }
  | { readonly after: FromThread['type'] }

/** What the threads made from now on do. */
export function order(deed: Deed, moment: Moment): void {
  setEnvironmentData('obedient-thread', { deed, ...moment })
}

/**
 * The threads made from now on stand still at that moment.
 *
 * @returns what lets them go on, and from then on pass it
 */
export function pause(moment: Moment): () => void {
  const passed = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  setEnvironmentData('obedient-thread', { deed: 'pause', passed, ...moment })
  return () => {
    Atomics.store(passed, 0, 1)
    Atomics.notify(passed, 0)
  }
}

/** The threads made from now on do nothing special. */
export function noOrders(): void {
  setEnvironmentData('obedient-thread', undefined)
}

/** What every such thread does now. Resolves when one has begun. */
export function command(deed: Deed): Promise<void> {
  const begun = nextDeed()
  const channel = new BroadcastChannel('obedient-thread')
  channel.postMessage({ command: deed })
  channel.close()
  return begun
}

/** Resolves when a thread begins to do as it was told. */
export function nextDeed(): Promise<void> {
  const channel = new BroadcastChannel('obedient-thread')
  return new Promise((resolve) => {
    channel.addEventListener('message', (event) => {
      if (!isDeed(event)) return
      channel.close()
      resolve()
    })
  })
}

function isDeed(event: Event): boolean {
  const data: unknown = 'data' in event ? event.data : undefined
  return typeof data === 'object' && data !== null && 'acts' in data
}
