import { isDeepStrictEqual } from 'node:util'
import type { DataConverter } from './data-converter.js'
import type { JobFormat } from './job-format.js'
import { jsonDataConverter } from './json-data-converter.js'
import { plainFormat } from './plain-format.js'
import { rubyFormat } from './ruby-format.js'
import { rubyException } from './ruby-values.js'
import { thrownText } from './thrown-text.js'

/** How long a module may take to load: it can await at its top what never comes. */
const LOADING_MS = 30_000

/** What a converter must give back as it was, before it is trusted with a job: a result, and what tells of a failure. */
function makeProbe(): unknown {
  const result = { text: 'ä 😀', number: 1.5, list: [null, true] }
  return [{ key: 'probe', result }, rubyException('StandardError', 'probe', { variables: { reason: 'probe' } })]
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
      return plainFormat(await importConverter(choice))
  }
}

async function importConverter(url: string): Promise<DataConverter> {
  try {
    const loaded: unknown = await loadedInTime(import(url))
    const exported = [defaultOf(loaded), loaded].find(isConverter)
    if (!exported) throw new TypeError('it exports no functions dump and load, neither itself nor in its default export')
    const converter = heldToContract(exported)
    const format = plainFormat(converter)
    if (!isDeepStrictEqual(format.load(format.dump(makeProbe())), makeProbe())) {
      throw new TypeError('what its dump writes, its load reads as something else')
    }
    return converter
  } catch (cause) {
    throw new Error(`the data converter ${url} cannot be used: ${thrownText(cause)}`, { cause })
  }
}

function loadedInTime(loading: Promise<unknown>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const late = (): void => reject(new Error(`it was not loaded within ${LOADING_MS} ms`))
    const timer = setTimeout(late, LOADING_MS)
    loading.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

/** What a structured clone refuses could not leave the thread that reads it. */
function heldToContract(converter: DataConverter): DataConverter {
  return {
    dump: (value) => atOnce(converter.dump(value), 'dump'),
    load(text) {
      const value = atOnce(converter.load(text), 'load')
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
  if (typeof value !== 'object' || value === null) return false
  return typeof Reflect.get(value, 'dump') === 'function' && typeof Reflect.get(value, 'load') === 'function'
}
