import { isPlainObject } from '../base/options.js'
import { classNameOf } from '../base/message-texts.js'

const PLAIN_TYPES = 'null, booleans, numbers, strings, dates, bytes, arrays and plain objects'

/** A path shows at most so many characters of a member's name. */
const LONGEST_NAME = 60

/** What a caller can write instead of an instance that is refused. */
const REPLACEMENTS: Readonly<Record<string, string>> = {
  Map: 'rubyHash(map) or Object.fromEntries(map)',
  Set: 'rubySet(set) or a list',
}

/**
 * Refuses a value that cannot be sent.
 *
 * @param path - says where the value was found; it is empty for the whole value
 * @param what - completes the sentence "the value is …"
 * @param types - says what can be sent
 * @throws TypeError always
 */
export function refuseValue(path: string, what: string, types = PLAIN_TYPES): never {
  const place = path === '' ? 'the value' : `the value at ${path}`
  throw new TypeError(`${place} is ${what}; only ${types} can be sent`)
}

/** @throws TypeError for an instance of a class, and for an object that has a symbol as a key or an accessor */
export function refuseUnlessPlain(value: object, path: string, types = PLAIN_TYPES): void {
  if (!isPlainObject(value)) {
    const name = classNameOf(value)
    const advice = Object.hasOwn(REPLACEMENTS, name) ? ` (write ${REPLACEMENTS[name]} instead)` : ''
    refuseValue(path, `an instance of ${name}${advice}`, types)
  }
  if (Object.getOwnPropertySymbols(value).length > 0) refuseValue(path, 'a map with a symbol as key', types)
  for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
    if (property.get !== undefined || property.set !== undefined) refuseValue(memberPath(path, name), 'an accessor', types)
  }
}

/** The path of an object's member: `.name`, or `["a name"]` where the name needs quotes. */
export function memberPath(path: string, name: string): string {
  // A path is made for each value. If long names were not cut, paths would grow with the square of the depth.
  const shown = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name
  return /^[\w$]+$/.test(shown) ? `${path}.${shown}` : `${path}[${JSON.stringify(shown)}]`
}
