import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Whether Ruby is found: without it the specs of what it makes of our YAML are skipped. */
export const hasRuby = spawnSync('ruby', ['-rpsych', '-e', ''], { timeout: 10_000 }).status === 0

interface Comparison {
  readonly ours?: Readonly<Record<string, string>>
  readonly plain?: readonly string[]
  readonly scalars?: readonly string[]
  readonly pairs?: ReadonlyArray<readonly [string, string]>
}

interface Compared {
  /** Of each of Ruby's values: Psych's dump, what it is, and what our dump of it is to Psych. */
  readonly values: Readonly<Record<string, { readonly dump: string; readonly value: unknown; readonly ours: unknown }>>
  readonly plain: readonly unknown[]
  readonly scalars: readonly unknown[]
  readonly pairs: ReadonlyArray<readonly [unknown, unknown]>
}

/** Asks Ruby about all of it at once: a process for each would take a minute. See spec/fixtures/ruby/compare.rb. */
export function compareWithRuby(comparison: Comparison): Compared {
  return JSON.parse(runRuby('compare.rb', comparison))
}

/** Runs a script of spec/fixtures/ruby on a value, which it reads as JSON, and gives what it writes. */
export function runRuby(script: string, input: unknown): string {
  const path = fileURLToPath(new URL(`../fixtures/ruby/${script}`, import.meta.url))
  const { status, stdout, stderr } = spawnSync('ruby', [path], {
    input: JSON.stringify(input),
    encoding: 'utf8',
    // Times without a zone are local ones to Psych. Its messages, and JSON, are UTF-8.
    env: { ...process.env, TZ: 'UTC', RUBYOPT: '-Ku -W0', LANG: 'C.UTF-8' },
    maxBuffer: 64 * 1024 * 1024,
    timeout: 30_000,
  })
  if (status !== 0) throw new Error(`ruby ended with ${status}: ${stderr}`)
  return stdout
}

/** What spec/fixtures/ruby/canonical.rb makes of the same value, if it is plain data or one of what unquoted scalars can be. */
export function canonical(value: unknown): unknown {
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'bigint') return ['number', String(value)]
  if (typeof value === 'number') return canonicalNumber(value)
  if (typeof value === 'string') return ['string', value]
  if (Array.isArray(value)) return ['array', 'Array', value.map(canonical), []]
  const { $ruby: kind, ...members } = Object(value)
  if (kind === 'symbol') return ['symbol', members.name]
  if (kind === 'date') return ['date', members.year, members.month, members.day]
  if (kind === 'time') return ['time', members.seconds, members.nanoseconds, members.utcOffset]
  return ['hash', 'Hash', Object.entries(Object(value)).map(([key, member]) => [['string', key], canonical(member)]), []]
}

function canonicalNumber(value: number): unknown {
  if (Number.isNaN(value)) return ['float', 'NaN']
  if (!Number.isFinite(value)) return ['float', String(value)]
  if (Number.isSafeInteger(value)) return Object.is(value, -0) ? ['float', '-0.0'] : ['number', String(value)]
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleBE(value)
  return ['float', bytes.toString('hex')]
}
