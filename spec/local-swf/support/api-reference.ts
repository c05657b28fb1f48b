import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import * as sdk from '@aws-sdk/client-swf'

/** A member of a structure, as the SDK's own types declare it: they are made from the API's model. */
export interface Member {
  readonly name: string
  readonly isRequired: boolean
  /** `string`, `number`, `boolean`, `Date`, with `[]` for a list, or the name of an enum or a structure. */
  readonly type: string
}

const structurePattern = /^export interface (\w+) \{\n(.*?)^\}/gms
/** A member that is required may still be undefined there. */
const memberPattern = /^ {4}(\w+)(\??): ([\w[\]]+) \| undefined;/gm

/** Every structure of the API, by name. */
export const structures: ReadonlyMap<string, readonly Member[]> = readStructures()

function readStructures(): ReadonlyMap<string, readonly Member[]> {
  const entry = createRequire(import.meta.url).resolve('@aws-sdk/client-swf')
  const types = join(dirname(entry), '../dist-types/models/models_0.d.ts')
  const read = new Map<string, readonly Member[]>()
  for (const [, structure = '', body = ''] of readFileSync(types, 'utf8').matchAll(structurePattern)) {
    const members = [...body.matchAll(memberPattern)]
    const { length } = [...body.matchAll(/^ {4}\w+\??:/gm)]
    if (length !== members.length) throw new Error(`${structure} has members that the spec cannot read`)
    read.set(
      structure,
      members.map(([, name = '', optional, type = '']) => ({ name, isRequired: optional === '', type })),
    )
  }
  return read
}

const isScalar: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  number: (value) => Number.isSafeInteger(value),
  // Seconds since the epoch, with a fraction.
  Date: (value) => typeof value === 'number',
}

/** What is wrong with a JSON value, in the light of the reference; empty when nothing is. */
export function problemsOf(type: string, value: unknown, path: string): string[] {
  if (type.endsWith('[]')) {
    if (!Array.isArray(value)) return [`${path} is no list`]
    return value.flatMap((item, index) => problemsOf(type.slice(0, -2), item, `${path}[${index}]`))
  }
  const scalar = isScalar[type]
  if (scalar) return scalar(value) ? [] : [`${path} is no ${type}: ${JSON.stringify(value)}`]
  const members = structures.get(type)
  if (members) return problemsOfStructure(members, value, path)
  return valuesOf(type).includes(value) ? [] : [`${path} is no ${type}: ${JSON.stringify(value)}`]
}

function problemsOfStructure(members: readonly Member[], value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path} is no structure`]
  const given = new Map<string, unknown>(Object.entries(value))
  const known = members.flatMap(({ name, isRequired, type }) => {
    if (given.has(name)) return problemsOf(type, given.get(name), `${path}.${name}`)
    return isRequired ? [`${path}.${name} is missing`] : []
  })
  const names = new Set(members.map(({ name }) => name))
  return [...known, ...[...given.keys()].filter((name) => !names.has(name)).map((name) => `${path}.${name} is unknown`)]
}

/** The values of an enum of the API. */
function valuesOf(type: string): readonly unknown[] {
  const found: unknown = Reflect.get(sdk, type)
  if (typeof found !== 'object' || found === null) throw new Error(`the SDK has no type ${type}`)
  return Object.values(found)
}
