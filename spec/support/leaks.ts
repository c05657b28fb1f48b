import type { Worker } from 'node:worker_threads'

/** Worker threads of this process that were made since this module was loaded, and have not ended. */
const threads = new Set<Worker>()
let made = 0

process.on('worker', (worker) => {
  made += 1
  threads.add(worker)
  worker.once('exit', () => threads.delete(worker))
})

export function liveThreads(): number {
  return threads.size
}

/** Worker threads made so far. */
export function threadsMade(): number {
  return made
}

/** Ends every worker thread from outside, as a crash would. */
export async function killThreads(): Promise<void> {
  await Promise.all(Array.from(threads, (thread) => thread.terminate()))
}
