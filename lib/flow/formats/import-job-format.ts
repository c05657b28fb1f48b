import { isDeepStrictEqual } from 'node:util'
import { isDate, isUint8Array } from 'node:util/types'
import { MAX_ENVELOPE_DEPTH } from '../../base/limits.js'
import { showUrl, thrownText } from '../../base/message-texts.js'
import type { DataConverter } from '../converters/data-converter.js'
import { memberPath, refuseUnlessPlain, refuseValue } from '../refuse-value.js'
import { rubyException } from '../ruby-values/index.js'
import type { JobFormat } from './job-format.js'
import { plainFormat } from './plain-format.js'

/** How long a module may take to load. A module can await something at its top level that never comes. */
const LOADING_MS = 30_000

/** Values that a converter must give back as they were before a job is entrusted to it. */
function makeProbes(): readonly unknown[] {
  return [
    null,
    'ä 😀',
    [{ key: 'probe', result: { text: '', number: 1.5, list: [null, true] } }],
    [{ key: 'probe', failure: rubyException('StandardError', 'probe', { backtrace: ['a:1'], variables: { code: 1 } }) }],
  ]
}

/**
 * Imports a data converter, tries it, and makes a job format with it.
 *
 * @param url - names a module that exports `dump` and `load`, either by name or as its default export
 * @throws Error saying why the module cannot be used
 */
export async function importJobFormat(url: string): Promise<JobFormat> {
  try {
    const module: unknown = await withinLoadingTime(import(url))
    const exported = [defaultOf(module), module].find(isConverter)
    if (!exported) throw new TypeError('it exports no functions dump and load, neither itself nor in its default export')
    const format = plainFormat(checkedConverter(exported))
    for (const [index, probe] of makeProbes().entries()) {
      // Results are cloned too, and have the usual prototypes afterwards. The value is compared with a new probe, since a converter
      // may change the one that it gets.
      const loaded = structuredClone(format.load(format.dump(probe)))
      if (!isDeepStrictEqual(loaded, makeProbes()[index])) {
        throw new TypeError('what its dump writes, its load reads as something else')
      }
    }
    return format
  } catch (cause) {
    throw unusable(url, cause)
  }
}

/** The stack of the cause shows the URL as well. So the cause is kept only if the URL may be shown whole. */
function unusable(url: string, cause: unknown): Error {
  const shown = showUrl(url)
  const why = thrownText(cause).replaceAll(url, shown)
  return new Error(`the data converter ${shown} cannot be used: ${why}`, shown === url ? { cause } : {})
}

function withinLoadingTime(loading: Promise<unknown>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const late = (): void => reject(new Error(`it was not loaded within ${LOADING_MS} ms`))
    const timer = setTimeout(late, LOADING_MS)
    loading.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

/** The converter, with a check that `dump` gives a text, that both functions are synchronous, and that `load` gives plain data. */
function checkedConverter(converter: DataConverter): DataConverter {
  return {
    dump: (value) => refusePromise(converter.dump(value), 'dump'),
    load(text) {
      const value = refusePromise(converter.load(text), 'load')
      refuseUnlessPlainData(value)
      // A Proxy looks like plain data, but it cannot be cloned.
      structuredClone(value)
      return value
    },
  }
}

function refusePromise<T>(value: T, name: string): T {
  if (!(value instanceof Promise)) return value
  // Nobody waits for this promise, and its rejection must not end the process.
  value.catch(() => {})
  throw new TypeError(`its ${name} is async, but it must return its value and not a promise`)
}

interface Visited {
  /** The objects around the value that is being checked. */
  readonly ancestors: Set<object>
  /** The objects that are checked already. */
  readonly done: Set<object>
}

/**
 * Refuses everything but plain data, since nothing else reaches another thread unchanged.
 *
 * @throws TypeError naming the path of the first value that is not plain data
 */
function refuseUnlessPlainData(value: unknown, path = '', visited: Visited = { ancestors: new Set(), done: new Set() }): void {
  if (typeof value === 'function' || typeof value === 'symbol') refuseValue(path, `a ${typeof value}`)
  if (typeof value !== 'object' || value === null || isDate(value) || isUint8Array(value)) return
  const { ancestors, done } = visited
  if (ancestors.has(value)) refuseValue(path, 'a cycle')
  if (done.has(value)) return
  if (ancestors.size >= MAX_ENVELOPE_DEPTH) refuseValue(path, `nested deeper than ${MAX_ENVELOPE_DEPTH} levels`)
  if (!Array.isArray(value)) refuseUnlessPlain(value, path)
  ancestors.add(value)
  for (const [name, member] of Object.entries(value)) {
    refuseUnlessPlainData(member, Array.isArray(value) ? `${path}[${name}]` : memberPath(path, name), visited)
  }
  ancestors.delete(value)
  done.add(value)
}

function defaultOf(module: unknown): unknown {
  return typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined
}

function isConverter(value: unknown): value is DataConverter {
  // A function may be a class with the two as static methods.
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false
  return typeof Reflect.get(value, 'dump') === 'function' && typeof Reflect.get(value, 'load') === 'function'
}
