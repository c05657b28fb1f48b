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

/** How a result service is started. All times are in ms. */
export interface StartOptions {
  /** Where SWF is, and with which credentials to ask it. What is left out is found as the AWS SDK finds it. */
  readonly swf?: SwfConnection | undefined
  /** Whether to register the domain, the default workflow and the result activity if SWF does not know them. @default true */
  readonly register?: boolean | undefined
  /** How the name of the task list begins. IAM policies need a stable beginning. @default 'result' */
  readonly taskListPrefix?: string | undefined
  /** How many long polls are open at once at most. Only one is open while no results come. @default 8 */
  readonly maxPollers?: number | undefined
  /** How long a stop goes on receiving the results that are pending, in ms. With 0 it stops at once. @default 8000 */
  readonly drainMs?: number | undefined
  /** Whether to stop on TERM and INT, unless the application listens to them itself. @default true */
  readonly signals?: boolean | undefined
  /**
   * How values are written: `yaml` as Ruby's workers write them, `json`, or the URL of a module that exports `dump` and `load`. The
   * worker thread loads the module. The workers that do the jobs need the same data converter. @default 'yaml'
   */
  readonly dataConverter?: DataConverterChoice | undefined
  /** The URL where a bundler has put `swf-result-worker/worker`, the entry of the worker thread. @default the package's own file */
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

/** SWF takes names of 256 characters, and the host, the process id and the random part need room, too. */
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
 * Checks that a later start asks for the domain and the options that already run. An option that is left out matches any value.
 *
 * @throws ResultWorkerConflictError naming the domain or option that differs
 * @throws TypeError naming a wrong option
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

/** All options by their paths. The members of the group `swf` are listed one by one. */
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
