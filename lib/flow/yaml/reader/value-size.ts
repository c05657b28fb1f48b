import { FlowFormatError } from '../../flow-format-error.js'

/**
 * Aliases cost nothing to hold, but whoever walks the value, writes it out or clones it pays for each, and a few lines of them can
 * stand for billions. No text without aliases comes near these bounds.
 */
const MAX_VALUES = 100_000
const MAX_CHARACTERS = 1_000_000

/** How much a value comes to with its aliases written out. */
export class ValueSize {
  #values = 0
  #characters = 0

  get values(): number {
    return this.#values
  }

  get characters(): number {
    return this.#characters
  }

  /** @throws FlowFormatError as soon as it is too much */
  add(values: number, characters: number): void {
    this.#values += values
    this.#characters += characters
    if (this.#values > MAX_VALUES) throw tooMuch(`${MAX_VALUES} values`)
    if (this.#characters > MAX_CHARACTERS) throw tooMuch(`${MAX_CHARACTERS} characters`)
  }
}

function tooMuch(limit: string): FlowFormatError {
  return new FlowFormatError(`more than ${limit}, aliases written out`)
}
