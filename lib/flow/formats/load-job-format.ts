import { isDeepStrictEqual } from 'node:util'
import type { DataConverter } from '../converters/data-converter.js'
import type { JobFormat } from './job-format.js'
import { jsonDataConverter } from '../converters/json-data-converter.js'
import { plainFormat } from './plain-format.js'
import { refuseUnlessPlainData } from '../plain-value-checks.js'
import { rubyFormat } from './ruby-format.js'
import { rubyException } from '../ruby-values/index.js'
import { showUrl, thrownText } from '../../base/message-texts.js'

/** How long a module may take to load: it can await at its top what never comes. */
const LOADING_MS = 30_000

/** What a converter must give back as it was, before it is trusted with a job. */
function makeProbes(): readonly unknown[] {
  return [
    null,
    'ä 😀',
    [{ key: 'probe', result: { text: '', number: 1.5, list: [null, true] } }],
    [{ key: 'probe', failure: rubyException('StandardError', 'probe', { backtrace: ['a:1'], variables: { code: 1 } }) }],
  ]
}

/**
 * The format for a choice of data converter.
 *
 * @param choice - `yaml`, `json`, or the URL of a module that exports `dump` and `load`, itself or in its default export
 * @throws Error saying why the module is none
 */
export async function loadJobFormat(choice: string): Promise<JobFormat> {
  switch (choice) {
    case 'yaml':
      return rubyFormat
    case 'json':
      return plainFormat(jsonDataConverter)
    default:
      return importedFormat(choice)
  }
}

async function importedFormat(url: string): Promise<JobFormat> {
  try {
    const loaded: unknown = await loadedInTime(import(url))
    const exported = [defaultOf(loaded), loaded].find(isConverter)
    if (!exported) throw new TypeError('it exports no functions dump and load, neither itself nor in its default export')
    const format = plainFormat(heldToContract(exported))
    for (const [index, probe] of makeProbes().entries()) {
      // Cloned, since results are, and then have the usual prototypes. Compared with another, since a converter may change what it gets.
      const back = structuredClone(format.load(format.dump(probe)))
      if (!isDeepStrictEqual(back, makeProbes()[index])) {
        throw new TypeError('what its dump writes, its load reads as something else')
      }
    }
    return format
  } catch (cause) {
    throw unusable(url, cause)
  }
}

/** A URL that is not to be shown whole stands in the stack of the cause too. */
function unusable(url: string, cause: unknown): Error {
  const shown = showUrl(url)
  const why = thrownText(cause).replaceAll(url, shown)
  return new Error(`the data converter ${shown} cannot be used: ${why}`, shown === url ? { cause } : {})
}

function loadedInTime(loading: Promise<unknown>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const late = (): void => reject(new Error(`it was not loaded within ${LOADING_MS} ms`))
    const timer = setTimeout(late, LOADING_MS)
    loading.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

function heldToContract(converter: DataConverter): DataConverter {
  return {
    dump: (value) => atOnce(converter.dump(value), 'dump'),
    load(text) {
      const value = atOnce(converter.load(text), 'load')
      refuseUnlessPlainData(value)
      // A Proxy looks like plain data, and is none.
      structuredClone(value)
      return value
    },
  }
}

function atOnce<T>(value: T, name: string): T {
  if (!(value instanceof Promise)) return value
  // Nobody waits for it, and what it rejects with must not end the process.
  value.catch(() => {})
  throw new TypeError(`its ${name} is async, and must return at once`)
}

function defaultOf(module: unknown): unknown {
  return typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined
}

function isConverter(value: unknown): value is DataConverter {
  // A class has static methods.
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false
  return typeof Reflect.get(value, 'dump') === 'function' && typeof Reflect.get(value, 'load') === 'function'
}
