import { IMPOSSIBLE, SETTLES, type Settles } from './expectations.js'

// Rows: endings. Columns: moments. Words in capitals say how the promise settles, the others why there is nothing to try:
// `expectations.ts` spells them out.

/** A job that is awaited: from `start` to its `result`. */
const AWAITED = `
  moment               unstarted  unanswered  unpolled    in-hand  settled  stopping    down
  result               early      VALUE       VALUE       VALUE    SAME     VALUE       VALUE
  job-failed           early      FAILED      FAILED      FAILED   SAME     FAILED      FAILED
  result-invalid       early      INVALID     INVALID     INVALID  once     INVALID     INVALID
  deadline             OVERDUE    OVERDUE     OVERDUE     OVERDUE  SAME     OVERDUE     OVERDUE
  aborted              ABORTED    ABORTED     ABORTED     ABORTED  SAME     ABORTED     ABORTED
  already-aborted      ABORTED*   ABORTED*    waits       waits    waits    ABORTED*    ABORTED*
  stopped              STOPPED    STOPPED     STOPPED     STOPPED  SAME     STOPPED     STOPPED
  service-failed       never      BROKEN      BROKEN      BROKEN   SAME     STOPPED     BROKEN
  workflow-timed-out   early      TIMED_OUT   TIMED_OUT   VALUE    SAME     TIMED_OUT   TIMED_OUT
  workflow-terminated  early      TERMINATED  TERMINATED  VALUE    SAME     TERMINATED  TERMINATED
  workflow-canceled    early      CANCELED    CANCELED    VALUE    SAME     CANCELED    CANCELED
  workflow-failed      early      CLOSED      CLOSED      VALUE    SAME     CLOSED      CLOSED
  start-refused        REFUSED    REFUSED     started     started  started  STOPPED*    REFUSED
  id-taken             TAKEN      TAKEN       started     started  started  STOPPED*    TAKEN
  service-refused      UNSTARTED  running     running     running  running  running     breaks
`

/** A result of `createResult`: it has neither a start nor a history. */
const CREATED = `
  moment               unstarted  unanswered  unpolled    in-hand  settled  stopping    down
  result               throws     unasked     VALUE       VALUE    SAME     VALUE       VALUE
  job-failed           throws     unasked     FAILED      FAILED   SAME     FAILED      FAILED
  result-invalid       throws     unasked     INVALID     INVALID  once     INVALID     INVALID
  deadline             throws     unasked     OVERDUE     OVERDUE  SAME     OVERDUE     OVERDUE
  aborted              throws     unasked     ABORTED     ABORTED  SAME     ABORTED     ABORTED
  already-aborted      throws     unasked     ABORTED     waits    waits    throws      ABORTED
  stopped              throws     unasked     STOPPED     STOPPED  SAME     STOPPED     STOPPED
  service-failed       throws     unasked     BROKEN      BROKEN   SAME     STOPPED     BROKEN
  workflow-timed-out   throws     unasked     unknown     unknown  unknown  unknown     unknown
  workflow-terminated  throws     unasked     unknown     unknown  unknown  unknown     unknown
  workflow-canceled    throws     unasked     unknown     unknown  unknown  unknown     unknown
  workflow-failed      throws     unasked     unknown     unknown  unknown  unknown     unknown
  start-refused        throws     unasked     unasked     unasked  unasked  unasked     unasked
  id-taken             throws     unasked     unasked     unasked  unasked  unasked     unasked
  service-refused      throws     unasked     running     running  running  running     breaks
`

/** A job of `start(…, { result: false })`: it settles when SWF has answered. */
const UNAWAITED = `
  moment               unstarted  unanswered  stopping  down
  aborted              ABORTED    ABORTED     cut       ABORTED
  already-aborted      ABORTED    ABORTED     ABORTED   ABORTED
  stopped              STOPPED    STOPPED     STOPPED   STOPPED
  service-failed       never      BROKEN      cut       BROKEN
  start-refused        REFUSED    REFUSED     STOPPED   REFUSED
  id-taken             TAKEN      TAKEN       STOPPED   TAKEN
  service-refused      UNSTARTED  running     running   breaks
`

const TABLES = { 'awaited job': AWAITED, 'created result': CREATED, 'unawaited job': UNAWAITED } as const

export type Subject = keyof typeof TABLES

export interface Cell {
  readonly subject: Subject
  readonly ending: string
  readonly expected: Settles
}

/** The cells of a column that can be tried, with their titles. Throws for a word that nothing spells out. */
export function column(moment: string): Array<[title: string, cell: Cell]> {
  const cells: Array<[string, Cell]> = []
  for (const subject of ['awaited job', 'created result', 'unawaited job'] as const) {
    const [head = [], ...rows] = TABLES[subject]
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/ +/))
    const index = head.indexOf(moment)
    for (const [ending = '', ...words] of index < 0 ? [] : rows) {
      const word = words[index - 1] ?? ''
      const expected = settles(word)
      if (expected !== undefined) cells.push([`${subject}, ${ending}: ${word}`, { subject, ending, expected }])
      else if (IMPOSSIBLE[word] === undefined) throw new Error(`${subject}, ${ending}, ${moment}: what is "${word}"?`)
    }
  }
  return cells
}

function settles(word: string): Settles | undefined {
  if (!word.endsWith('*')) return SETTLES[word]
  const { outcome: _, ...untold } = SETTLES[word.slice(0, -1)] ?? {}
  return untold
}
