/**
 * Gives a promise a no-op handler of its own: a rejection that nobody looks at must not end the process, while one that is awaited
 * still throws there.
 */
export function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(ignore)
  return promise
}

function ignore(): void {}
