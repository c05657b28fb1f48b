import { isDeepStrictEqual } from 'node:util'
import { ResultWorkerConflictError } from '../../errors/index.js'
import {
  checkOptions,
  CONNECTION_CHECKS,
  isBoolean,
  isCount,
  isDataConverter,
  isDelayMs,
  isSwfName,
  isUrl,
  DEFAULT_DATA_CONVERTER,
  type Checks,
  type DataConverterChoice,
} from '../../base/options.js'
import { show, showText, showUrl } from '../../base/message-texts.js'
import { type SwfConnection, plainConnection } from '../../base/connection.js'

/** How a result service is started. All times are ms. */
export interface StartOptions {
  /** Where SWF is and who asks; what is left out is found as the AWS SDK finds it. */
  readonly swf?: SwfConnection | undefined
  /** Register the domain, the default workflow and the result activity where SWF does not know them. @default true */
  readonly register?: boolean | undefined
  /** The stable beginning of the task list's name, for IAM policies. @default 'result' */
  readonly taskListPrefix?: string | undefined
  /** The most long polls open at once; one while idle. @default 8 */
  readonly maxPollers?: number | undefined
  /** How long a stop goes on receiving what is pending. 0: not at all. @default 8000 */
  readonly drainMs?: number | undefined
  /** Drain on TERM and INT, unless the application listens to them itself. @default true */
  readonly signals?: boolean | undefined
  /**
   * How values are written: `yaml` as Ruby's workers do, `json`, or the URL of a module that exports `dump` and `load`, which the
   * worker thread loads. Whoever does the work needs the same. @default 'yaml'
   */
  readonly dataConverter?: DataConverterChoice | undefined
  /** The worker thread's entry, where a bundler has put `swf-result-worker/worker`. @default the package's own */
  readonly workerUrl?: URL | string | undefined
}

export interface ResolvedStartOptions {
  readonly domain: string
  readonly swf: SwfConnection
  readonly register: boolean
  readonly taskListPrefix: string
  readonly maxPollers: number
  readonly drainMs: number
  readonly signals: boolean
  readonly dataConverter: string
  readonly workerUrl: URL | string
}

/** Leaves room in SWF's 256 characters for process id and random part. */
const MAX_PREFIX_LENGTH = 128

const CHECKS: Checks = {
  swf: CONNECTION_CHECKS,
  register: isBoolean,
  taskListPrefix: {
    expected: `an SWF name of at most ${MAX_PREFIX_LENGTH} characters`,
    accepts: (value) => isSwfName.accepts(value) && String(value).length <= MAX_PREFIX_LENGTH,
  },
  maxPollers: isCount,
  drainMs: isDelayMs,
  signals: isBoolean,
  dataConverter: isDataConverter,
  workerUrl: isUrl,
}

const DEFAULTS = {
  register: true,
  taskListPrefix: 'result',
  maxPollers: 8,
  drainMs: 8_000,
  signals: true,
  dataConverter: DEFAULT_DATA_CONVERTER,
} as const

/** @throws TypeError naming the option that is wrong */
export function resolveStartOptions(domain: string, options: StartOptions): ResolvedStartOptions {
  if (!isSwfName.accepts(domain))
    throw new TypeError(`ResultWorker.start: the domain must be ${isSwfName.expected}, got ${show(domain)}`)
  checkOptions('ResultWorker.start', options, CHECKS)
  return {
    domain,
    swf: plainConnection(options.swf ?? {}),
    register: options.register ?? DEFAULTS.register,
    taskListPrefix: options.taskListPrefix ?? DEFAULTS.taskListPrefix,
    maxPollers: options.maxPollers ?? DEFAULTS.maxPollers,
    drainMs: options.drainMs ?? DEFAULTS.drainMs,
    signals: options.signals ?? DEFAULTS.signals,
    dataConverter: String(options.dataConverter ?? DEFAULTS.dataConverter),
    workerUrl: options.workerUrl ?? new URL(import.meta.resolve('#result-worker')),
  }
}

/**
 * Tests that a later start asks for nothing else than what runs. An option left out matches.
 *
 * @throws ResultWorkerConflictError naming the domain or option that differs; TypeError for a wrong one
 */
export function assertSameOptions(running: ResolvedStartOptions, domain: string | undefined, options: StartOptions): void {
  const asked = flat(resolveStartOptions(domain ?? running.domain, options))
  const current = flat(running)
  for (const [option, given] of flat({ ...options, domain })) {
    if (given === undefined || isSame(asked.get(option), current.get(option))) continue
    const values =
      option === 'swf.credentials' ? 'others were' : `${valueText(current.get(option))} runs, and ${valueText(given)} was`
    throw new ResultWorkerConflictError(
      option,
      `ResultWorker runs already, with another ${option}: ${values} asked for; stop it first, or make a ResultService beside it`,
    )
  }
}

function valueText(value: unknown): string {
  if (value === undefined) return 'what the AWS SDK found'
  if (value instanceof URL) return showUrl(value)
  return typeof value === 'string' ? showText(value) : JSON.stringify(value)
}

/** Options by their paths, those of groups too. */
function flat(options: object, path = ''): ReadonlyMap<string, unknown> {
  return new Map(
    Object.entries(options).flatMap(([name, value]: [string, unknown]) =>
      name === 'swf' && typeof value === 'object' && value !== null
        ? [...flat(value, 'swf.')]
        : [[`${path}${name}`, value] as const],
    ),
  )
}

function isSame(given: unknown, current: unknown): boolean {
  return given instanceof URL || current instanceof URL ? String(given) === String(current) : isDeepStrictEqual(given, current)
}
