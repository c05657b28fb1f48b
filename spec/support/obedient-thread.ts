import { BroadcastChannel, setEnvironmentData } from 'node:worker_threads'

/** A `workerUrl`: the real thread, which does what a spec tells it. */
export const obedientThread = new URL('../fixtures/threads/obedient.mjs', import.meta.url)

/** `block`: its event loop never turns again. `exhaust`: it runs out of memory. */
export type Deed = 'exit' | 'throw' | 'exhaust' | 'block'

/** What the threads made from now on do around a message that they post: before it is posted, or right after. */
export function order(deed: Deed, moment: { readonly before: string } | { readonly after: string }): void {
  setEnvironmentData('obedient-thread', { deed, ...moment })
}

/** The threads made from now on do nothing special. */
export function noOrders(): void {
  setEnvironmentData('obedient-thread', undefined)
}

/** What every such thread does now. */
export function command(deed: Deed): void {
  const commands = new BroadcastChannel('obedient-thread')
  commands.postMessage(deed)
  commands.close()
}
