import type { ResultErrorCode } from './codes.js'

const brand = Symbol.for('swf-result-worker.error')

/**
 * Writes the name of an error class onto its prototype, where `instanceof` looks for it. Two copies of this package in one process, such
 * as two versions in a dependency tree, then agree on what an error is. A minifier may change the names of the classes.
 */
export function brandAs(errorClass: { readonly prototype: Error }, name: string): void {
  const value = { value: name, configurable: true, writable: true }
  Object.defineProperties(errorClass.prototype, { name: value, [brand]: { value: name } })
}

function ownBrand(object: object): unknown {
  return Object.getOwnPropertyDescriptor(object, brand)?.value
}

/** The base class of every error that this library makes, except AbortError and TypeError, which belong to the platform. */
export class ResultError extends Error {
  static {
    brandAs(this, 'ResultError')
  }

  /** Says in a fixed word what went wrong. */
  readonly code: ResultErrorCode

  constructor(code: ResultErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    const wanted = ownBrand(this.prototype)
    if (wanted === undefined) return Function.prototype[Symbol.hasInstance].call(this, value)
    for (let link = value; typeof link === 'object' && link !== null; link = Object.getPrototypeOf(link)) {
      if (ownBrand(link) === wanted) return true
    }
    return false
  }
}
