import { jsonDataConverter } from '../converters/json-data-converter.js'
import { importJobFormat } from './import-job-format.js'
import type { JobFormat } from './job-format.js'
import { plainFormat } from './plain-format.js'
import { rubyFormat } from './ruby-format.js'

/**
 * Gets the job format for a choice of data converter.
 *
 * @param choice - `yaml`, `json`, or the URL of a module that exports `dump` and `load`, either by name or as its default export
 * @throws Error saying why the module cannot be used
 */
export async function loadJobFormat(choice: string): Promise<JobFormat> {
  switch (choice) {
    case 'yaml':
      return rubyFormat
    case 'json':
      return plainFormat(jsonDataConverter)
    default:
      return importJobFormat(choice)
  }
}
