import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { yamlDataConverter } from '../../lib/flow/converters/yaml-data-converter.js'
import { rubyValues } from '../flow/ruby-values-table.js'

/** Run from the package's root, as npm and vitest do: the built script stands elsewhere than its source. */
const WIRE = join('spec', 'fixtures', 'wire')

/** Every YAML text that Ruby's workers and clients were captured sending. */
function capturedTexts(): readonly string[] {
  const files = readdirSync(WIRE).filter((name) => name.endsWith('.json'))
  return files.flatMap((name) => yamlIn(JSON.parse(readFileSync(join(WIRE, name), 'utf8'))))
}

function yamlIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.startsWith('---') ? [value] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(yamlIn) : []
}

/** The texts that are mutated: the captured ones, and one for each kind of value. */
export const samples: readonly [string, ...string[]] = [
  '---\n',
  ...new Set([...capturedTexts(), ...Object.values(rubyValues).map((value) => yamlDataConverter.dump(value))]),
]
