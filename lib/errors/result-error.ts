import type { ResultErrorCode } from './codes.js'

const brand = Symbol.for('swf-result-worker.error')

/**
 * Names a class on its prototype, where `instanceof` looks for it: two copies of this package in one process
 * (two versions in a dependency tree, say) then agree on what an error is, whatever a minifier makes of class names.
 */
export function brandAs(errorClass: { readonly prototype: Error }, name: string): void {
  const value = { value: name, configurable: true, writable: true }
  Object.defineProperties(errorClass.prototype, { name: value, [brand]: { value: name } })
}

function ownBrand(object: object): unknown {
  return Object.getOwnPropertyDescriptor(object, brand)?.value
}

/** Base of every error that this library makes, but for AbortError and TypeError, which are the platform's. */
export class ResultError extends Error {
  static {
    brandAs(this, 'ResultError')
  }

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
