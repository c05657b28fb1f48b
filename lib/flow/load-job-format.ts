import { isDeepStrictEqual } from 'node:util'
import type { DataConverter } from './data-converter.js'
import type { JobFormat } from './job-format.js'
import { jsonDataConverter } from './json-data-converter.js'
import { plainFormat } from './plain-format.js'
import { rubyFormat } from './ruby-format.js'
import { rubyException } from './ruby-values.js'

/** What a converter must give back as it was, before it is trusted with a job. */
const PROBES: readonly unknown[] = [
  null,
  'ä 😀',
  [{ key: 'probe', result: { text: '', number: 1.5, list: [null, true] } }],
  [{ key: 'probe', failure: rubyException('StandardError', 'probe', { backtrace: ['a:1'], variables: { code: 1 } }) }],
]

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
    const loaded: unknown = await import(url)
    const converter = [defaultOf(loaded), loaded].find(isConverter)
    if (!converter) throw new TypeError('it exports no functions dump and load, neither itself nor in its default export')
    const format = plainFormat(converter)
    for (const probe of PROBES) {
      // Cloned, since results are, and then have the usual prototypes.
      const back = structuredClone(format.load(format.dump(probe)))
      if (!isDeepStrictEqual(back, probe)) throw new TypeError('what its dump writes, its load reads as something else')
    }
    return format
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`the data converter ${url} cannot be used: ${why}`, { cause })
  }
}

function defaultOf(module: unknown): unknown {
  return typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined
}

function isConverter(value: unknown): value is DataConverter {
  if (typeof value !== 'object' || value === null) return false
  return typeof Reflect.get(value, 'dump') === 'function' && typeof Reflect.get(value, 'load') === 'function'
}
