import { decisionTypes } from './decisions/table.js'
import { isPlainObject } from './values/is-plain-object.js'
import { DOMAINS_LIMIT } from './model/limits.js'
import { operationNames } from './operations/table.js'
import type { LocalSwfAccount, LocalSwfFaults, LocalSwfOptions } from './options.js'
import { formatValue } from './values/format-value.js'
import { Problems } from './validation/shape.js'
import { newName } from './validation/shapes.js'

/** The options that have no default. */
type Unset = 'functions' | 'onRequest'

export interface ResolvedOptions
  extends Required<Omit<LocalSwfOptions, Unset | 'account' | 'faults'>>, Pick<LocalSwfOptions, Unset> {
  readonly account: Required<LocalSwfAccount>
  readonly faults: Required<LocalSwfFaults>
}

const DEFAULTS: ResolvedOptions = {
  port: 0,
  clock: 'system',
  domains: [],
  deny: [],
  faults: { rules: [], seed: 0 },
  account: { id: '123456789012', region: 'us-east-1', quotas: false },
}

interface Check {
  readonly expected: string
  readonly isValid: (value: unknown) => boolean
  /** How the error shows a wrong value; `formatValue` by default. */
  readonly format?: (value: unknown) => string
}

type ChecksOf<Options> = Readonly<Record<keyof Options, Check>>

const optionChecks: ChecksOf<LocalSwfOptions> = {
  port: {
    expected: 'a whole number from 0 to 65535',
    isValid: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 65_535,
  },
  clock: {
    expected: "'system', 'manual', 'skipping' or a Clock with now() and setTimer(callback, delayMs)",
    isValid: (value) =>
      (typeof value === 'string' && ['system', 'manual', 'skipping'].includes(value)) ||
      (typeof value === 'object' && value !== null && hasMethod(value, 'now') && hasMethod(value, 'setTimer')),
  },
  domains: {
    expected: 'a list of at most 100 names that a domain can have (1 to 256 characters, no : / | or control character, not arn)',
    isValid: (value) => isTexts(value) && new Set(value).size <= DOMAINS_LIMIT && value.every(isNewName),
  },
  functions: {
    expected: 'a plain object of functions',
    isValid: (value) => isPlainObject(value) && Object.values(value).every((each) => typeof each === 'function'),
  },
  deny: {
    expected: 'a list of operations and decisions of SWF, by name',
    isValid: (value) => isTexts(value) && unknownNames(value).length === 0,
    format: (value) => (isTexts(value) ? unknownNames(value).map(formatValue).join(', ') : formatValue(value)),
  },
  faults: { expected: 'a plain object with rules and seed', isValid: isPlainObject },
  onRequest: { expected: 'a function', isValid: (value) => typeof value === 'function' },
  account: { expected: 'a plain object with id, region and quotas', isValid: isPlainObject },
}

const faultsChecks: ChecksOf<LocalSwfFaults> = {
  rules: { expected: 'a list of rules', isValid: (value) => Array.isArray(value) },
  seed: {
    expected: 'a whole number from 0 to 4294967295',
    isValid: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) < 2 ** 32,
  },
}

const accountChecks: ChecksOf<LocalSwfAccount> = {
  id: { expected: 'a text of 12 digits', isValid: (value) => typeof value === 'string' && /^\d{12}$/.test(value) },
  region: { expected: 'the name of a region', isValid: (value) => typeof value === 'string' && /^[a-z\d-]+$/.test(value) },
  quotas: { expected: 'true or false', isValid: (value) => typeof value === 'boolean' },
}

/**
 * Checks the options and fills in the defaults.
 * @throws TypeError that names the option, what was expected and what came
 */
export function resolveOptions(options: LocalSwfOptions = {}): ResolvedOptions {
  check(options, optionChecks)
  check(options.faults, faultsChecks, 'faults')
  check(options.account, accountChecks, 'account')
  return {
    ...withDefaults(DEFAULTS, options),
    faults: withDefaults(DEFAULTS.faults, options.faults),
    account: withDefaults(DEFAULTS.account, options.account),
  }
}

/** Checks options, or a group of them, whose name then stands before theirs. An option that is undefined counts as left out. */
function check(options: object = {}, checks: Readonly<Record<string, Check>>, group?: string): void {
  if (!isPlainObject(options)) throw new TypeError(`LocalSwf.start takes a plain object, not ${formatValue(options)}`)
  const known = new Map(Object.entries(checks))
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue
    const path = group === undefined ? name : `${group}.${name}`
    const { expected, isValid, format = formatValue } = known.get(name) ?? unknownOption(path, group, known.keys())
    if (!isValid(value)) throw new TypeError(`option ${path} must be ${expected}, not ${format(value)}`)
  }
}

function unknownOption(path: string, group: string | undefined, known: Iterable<string>): never {
  throw new TypeError(`unknown option ${path}: ${group ?? 'LocalSwf.start'} takes ${[...known].join(', ')}`)
}

function withDefaults<Defaults extends object>(defaults: Defaults, options: object = {}): Defaults {
  return { ...defaults, ...Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) }
}

const denialNames: ReadonlySet<string> = new Set([...operationNames, ...decisionTypes])

/** Those of the names that are neither an operation nor a decision of SWF. */
function unknownNames(names: readonly string[]): readonly string[] {
  return names.filter((name) => !denialNames.has(name))
}

function hasMethod(value: object, name: string): boolean {
  return typeof Reflect.get(value, name) === 'function'
}

function isNewName(name: string): boolean {
  const problems = new Problems()
  newName(name, '', problems)
  return !problems.hasAny
}

function isTexts(value: unknown): value is readonly string[] {
  // Array.from turns holes into undefined, which `every` alone would skip.
  return Array.isArray(value) && Array.from(value).every((each) => typeof each === 'string')
}
