import { MAX_TIMER_MS } from '../time/clock.js'
import { operationNames } from '../operations/table.js'
import { formatValue } from '../values/format-value.js'
import type { FaultKind, FaultRule } from './fault-rule.js'
import { SIGNATURE_TOLERANCE_MS } from './front-end-faults.js'

interface Check {
  readonly expected: string
  readonly isRequired?: boolean
  isValid(value: unknown): boolean
}

type Checks = Readonly<Record<string, Check>>

const POLLS = ['PollForActivityTask', 'PollForDecisionTask']

/** The checks of the members that every rule takes. The operations are those that rules of the kind can be for. */
function commonChecks(operations: readonly string[], expected: string): Checks {
  const isKnown = (value: unknown): boolean => typeof value === 'string' && operations.includes(value)
  return {
    kind: { expected: '', isValid: () => true },
    operation: {
      expected: `${expected}, or a list of such names`,
      isValid: (value) => isKnown(value) || (Array.isArray(value) && value.length > 0 && Array.from(value).every(isKnown)),
    },
    after: { expected: 'a whole number of zero or more', isValid: (value) => isWhole(value, 0) },
    rate: { expected: 'a number from 0 to 1', isValid: (value) => typeof value === 'number' && value >= 0 && value <= 1 },
    times: { expected: 'a whole number of one or more', isValid: (value) => isWhole(value, 1) },
  }
}

const ofRequests = commonChecks(operationNames, 'the name of an operation of SWF')
const ofTasks = commonChecks(POLLS, POLLS.map(formatValue).join(' or '))

const checksOf: Readonly<Record<FaultKind, Checks>> = {
  fault: {
    ...ofRequests,
    name: {
      expected: 'the bare name of a fault',
      isRequired: true,
      isValid: (value) => typeof value === 'string' && /^[a-z]\w{0,127}$/i.test(value),
    },
    message: { expected: 'a text', isValid: (value) => typeof value === 'string' },
  },
  throttling: ofRequests,
  error500: ofRequests,
  'expired-credentials': ofRequests,
  'clock-skew': {
    ...ofRequests,
    skewMs: {
      expected: 'a whole number of milliseconds, more than 300000 or less than -300000',
      isValid: (value) => Number.isSafeInteger(value) && Math.abs(Number(value)) > SIGNATURE_TOLERANCE_MS && isDate(value),
    },
  },
  'reset-before': ofRequests,
  'reset-after': ofRequests,
  'half-body': ofRequests,
  hang: ofRequests,
  latency: {
    ...ofRequests,
    latencyMs: {
      expected: `a whole number of milliseconds from 0 to ${MAX_TIMER_MS}`,
      isRequired: true,
      isValid: (value) => isWhole(value, 0) && Number(value) <= MAX_TIMER_MS,
    },
  },
  'lost-task': ofTasks,
  twice: ofTasks,
}

const checksByKind: ReadonlyMap<unknown, Checks> = new Map(Object.entries(checksOf))

/**
 * Checks the rules and copies them.
 * @param path what the rules are called in the errors
 * @throws TypeError that names the member, what was expected and what came
 */
export function readRules(rules: readonly FaultRule[], path: string): readonly FaultRule[] {
  if (!Array.isArray(rules)) throw new TypeError(`${path} must be a list of rules, not ${formatValue(rules)}`)
  return Array.from(rules, (rule: FaultRule, index) => readRule(rule, `${path}[${index}]`))
}

/** Checks one rule and copies it. @throws TypeError, as readRules does */
export function readRule(rule: FaultRule, path: string): FaultRule {
  if (typeof rule !== 'object' || rule === null)
    throw new TypeError(`${path} must be an object with a kind, not ${formatValue(rule)}`)
  const checks = checksByKind.get(rule.kind)
  if (!checks) {
    const kinds = Array.from(checksByKind.keys(), formatValue).join(', ')
    throw new TypeError(`${path}.kind must be one of ${kinds}, not ${formatValue(rule.kind)}`)
  }
  const given = new Map<string, unknown>(Object.entries(rule).filter(([, value]) => value !== undefined))
  for (const name of given.keys()) {
    if (!Object.hasOwn(checks, name)) {
      const known = Object.keys(checks).join(', ')
      throw new TypeError(`unknown member ${path}.${name}: a rule of the kind '${rule.kind}' takes ${known}`)
    }
  }
  for (const [name, check] of Object.entries(checks)) {
    const value = given.get(name)
    if (value === undefined && !check.isRequired) continue
    if (!check.isValid(value)) throw new TypeError(`${path}.${name} must be ${check.expected}, not ${formatValue(value)}`)
  }
  return structuredClone(rule)
}

function isWhole(value: unknown, least: number): boolean {
  return Number.isSafeInteger(value) && Number(value) >= least
}

/** Whether a clock that is so far off shows a time that a Date can hold. */
function isDate(skewMs: unknown): boolean {
  return !Number.isNaN(new Date(Date.now() + Number(skewMs)).getTime())
}
