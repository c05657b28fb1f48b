import type { TextResult } from './results.js'

const SHOWN_ERRORS = 15
const SHOWN_SLOWEST = 5

/** What became of all texts together. */
export class Tally {
  readonly #origins = new Map<string, { texts: number; values: number; errors: number }>()
  readonly #errors = new Map<string, number>()
  #slowest: TextResult[] = []
  #texts = 0

  add(result: TextResult): void {
    this.#texts += 1
    const row = this.#origins.get(result.origin) ?? { texts: 0, values: 0, errors: 0 }
    this.#origins.set(result.origin, row)
    row.texts += 1
    if (result.error === undefined) {
      row.values += 1
    } else {
      row.errors += 1
      const kind = kindOf(result.error)
      this.#errors.set(kind, (this.#errors.get(kind) ?? 0) + 1)
    }
    this.#slowest = [...this.#slowest, result].toSorted((one, other) => other.tookMs - one.tookMs).slice(0, SHOWN_SLOWEST)
  }

  print(seconds: number): void {
    console.table(Object.fromEntries(this.#origins))
    const errors = [...this.#errors].toSorted(([, one], [, other]) => other - one)
    console.log(`Errors by message, the most frequent ${SHOWN_ERRORS} of ${errors.length}:`)
    console.table(errors.slice(0, SHOWN_ERRORS).map(([error, texts]) => ({ error, texts })))
    const slowest = this.#slowest.map(({ index, tookMs }) => `${Math.round(tookMs)} ms (text ${index})`)
    console.log(`Slowest: ${slowest.join(', ')}`)
    console.log(`${this.#texts} texts in ${Math.round(seconds)} s, ${Math.round(this.#texts / seconds)} a second`)
  }
}

/** What is of this text alone left out. */
function kindOf(message: string): string {
  return message
    .replace(/ at line \d+ column \d+$/, '')
    .replace(/\*.*$|!.*$|".*"/s, '…')
    .replace(/\d+/g, 'N')
    .slice(0, 80)
}
