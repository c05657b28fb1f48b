import { AsyncLocalStorage } from 'node:async_hooks'

/**
 * Runs a function outside any AsyncLocalStorage store: what serves all callers, or tells of one to all, must not do it in the store of
 * whoever came first, or last. Taken when the module loads, outside any request.
 */
export const outsideAnyStore: <Result>(run: () => Result) => Result = AsyncLocalStorage.snapshot()
