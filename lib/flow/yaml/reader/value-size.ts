import { MAX_VALUES } from '../../../base/limits.js'
import { FlowFormatError } from '../../flow-format-error.js'

/** A value that is read may have at most so many characters with its aliases written out. No text without aliases comes near. */
const MAX_CHARACTERS = 1_000_000

/**
 * Counts how large a value is with its aliases written out. An alias takes no memory, but the value is walked, written and cloned at each
 * alias, and a few lines of aliases can stand for billions of values.
 */
export class ValueSize {
  #values = 0
  #characters = 0

  get values(): number {
    return this.#values
  }

  get characters(): number {
    return this.#characters
  }

  /** @throws FlowFormatError as soon as the value is too large */
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
