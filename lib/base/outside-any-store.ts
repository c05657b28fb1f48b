import { AsyncLocalStorage } from 'node:async_hooks'

/**
 * Runs a function outside any AsyncLocalStorage store. Code that serves all callers must not run in the store of the caller who happened
 * to be the first. The snapshot is taken when this module loads, which is outside any request.
 */
export const outsideAnyStore: <Result>(run: () => Result) => Result = AsyncLocalStorage.snapshot()
