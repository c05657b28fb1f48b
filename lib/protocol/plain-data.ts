/** Deeper input is a mistake or an attack; a walk without a bound would end in a RangeError that names no path. */
const MAX_DEPTH = 500

/**
 * Refuses what would not arrive as it was given. A structured clone turns class instances into plain objects without a word,
 * and names no path when it throws; so a job's input is walked once before it is posted.
 *
 * @param subject - what the value is, for the message: `the input of Pricing.quote`
 * @throws TypeError naming the path of the first function, symbol, class instance, accessor or cycle
 */
export function assertPlainData(value: unknown, subject: string): void {
  walk(value, subject, '', new Set())
}

function walk(value: unknown, subject: string, path: string, ancestors: Set<object>): void {
  if (typeof value === 'function' || typeof value === 'symbol') refuse(subject, path, `a ${typeof value}`)
  if (typeof value !== 'object' || value === null) return
  if (ancestors.has(value)) refuse(subject, path, 'a cycle')
  if (ancestors.size >= MAX_DEPTH) refuse(subject, '', `nested deeper than ${MAX_DEPTH} levels`)
  if (!isPlain(value)) refuse(subject, path, `an instance of ${className(value)}`)
  if (Object.getOwnPropertySymbols(value).length > 0) refuse(subject, path, 'a symbol as key')
  ancestors.add(value)
  if (Array.isArray(value)) {
    // By index, since a hole is no own property.
    for (let index = 0; index < value.length; index++) walk(value[index], subject, `${path}[${index}]`, ancestors)
  } else {
    for (const [key, property] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
      const at = /^[\w$]+$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`
      if (property.get !== undefined || property.set !== undefined) refuse(subject, at, 'an accessor')
      walk(property.value, subject, at, ancestors)
    }
  }
  ancestors.delete(value)
}

function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true
  const prototype: unknown = Object.getPrototypeOf(value)
  // An object of another realm is plain too: its prototype is that realm's Object.prototype, which has no prototype itself.
  return (
    prototype === null ||
    prototype === Object.prototype ||
    (isObject(prototype) && Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf'))
  )
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function className(value: object): string {
  const { constructor } = value
  return typeof constructor === 'function' && constructor.name !== '' ? constructor.name : 'a class'
}

function refuse(subject: string, path: string, what: string): never {
  throw new TypeError(
    `${subject}${path === '' ? ' is' : `: the value at ${path} is`} ${what}; only null, booleans, numbers, strings, arrays and plain objects can be sent`,
  )
}
