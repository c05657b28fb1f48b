import { createContext, Script } from 'node:vm'
import { longTexts, type Shapes } from './long-texts.js'

/** What reads a text. */
export interface Subject {
  readonly name: string
  readonly run: (text: string) => unknown
  /** The longest that it is given, in characters, where longer ones are refused unread. */
  readonly longest?: number
}

export interface Slow {
  readonly subject: string
  readonly text: string
  readonly what: string
}

const LENGTH = 100_000
/** What takes the square of a text's length takes seconds for one of 100,000; what goes over it a few times a few ms. */
const SUSPICIOUS_MS = 40
/** Twice the text may take thrice the time; the square would take four times. */
const FACTOR = 3
const TRIES = 5
/** A subject is not tried any further with a text for which it takes so long. */
const HANG_MS = 5_000

/**
 * What takes more time than twice as much for a text twice as long, by the CPU time of this process; each is tried no further then.
 *
 * @param onText - told how many texts were tried
 */
export function slowSubjects(subjects: readonly Subject[], shapes: Shapes, onText?: (tried: number) => void): readonly Slow[] {
  const slow: Slow[] = []
  const left = new Set(subjects)
  let tried = 0
  for (const { name: text, text: whole } of longTexts(LENGTH, shapes)) {
    for (const subject of left) {
      const what = slowness(subject, whole.slice(0, subject.longest))
      if (what === undefined) continue
      slow.push({ subject: subject.name, text, what })
      left.delete(subject)
    }
    onText?.((tried += 1))
  }
  return slow
}

function slowness({ run }: Subject, text: string): string | undefined {
  const took = usedMs(run, text)
  if (took === undefined) return `it was not done after ${HANG_MS} ms`
  return took > SUSPICIOUS_MS && growsTooMuch(run, text)
    ? `it took ${Math.round(took)} ms, and for half of it not a third`
    : undefined
}

/**
 * Twice in a row, since what is too long for one way may be tried by others too, once; and each time: the machine is busy with others,
 * and compiles and collects as it likes.
 */
function growsTooMuch(run: Subject['run'], text: string): boolean {
  for (let left = TRIES; left > 0; left--) {
    const [quarter = HANG_MS, half = HANG_MS, whole = HANG_MS] = [4, 2, 1].map((part) =>
      usedMs(run, text.slice(0, text.length / part)),
    )
    if (whole < SUSPICIOUS_MS || whole < half * FACTOR || half < quarter * FACTOR) return false
  }
  return true
}

/** Undefined if it was not done in time. */
function usedMs(run: Subject['run'], text: string): number | undefined {
  const before = process.cpuUsage()
  if (!isDoneIn(HANG_MS, () => run(text))) return undefined
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

let attempt = (): void => {}
const context = createContext({ attempt: () => attempt() })
const script = new Script('attempt()')

/** Whatever it throws. Regular expressions too are ended in time. */
export function isDoneIn(ms: number, run: () => unknown): boolean {
  attempt = () => {
    try {
      run()
    } catch {
      // What is no text of its kind is refused.
    }
  }
  try {
    script.runInContext(context, { timeout: ms })
    return true
  } catch {
    return false
  }
}
