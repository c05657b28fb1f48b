import { hasShape, isText, type Shape } from './shape.js'

/** A symbol as a value: Ruby's `:name`. */
export interface RubySymbol {
  readonly $ruby: 'symbol'
  readonly name: string
}

/** A class itself, and not an instance of it: Ruby's `String`. */
export interface RubyClass {
  readonly $ruby: 'class'
  readonly name: string
}

/** A module itself: Ruby's `Kernel`. */
export interface RubyModule {
  readonly $ruby: 'module'
  readonly name: string
}

/** An encoding. Ruby's `Encoding::UTF_8` has the name `UTF-8`. */
export interface RubyEncoding {
  readonly $ruby: 'encoding'
  readonly name: string
}

const NAMED: Shape = { required: { name: isText } }

/** Makes a symbol. */
export function rubySymbol(name: string): RubySymbol {
  return { $ruby: 'symbol', name }
}

/** Tests whether a value is a symbol. */
export function isRubySymbol(value: unknown): value is RubySymbol {
  return hasShape(value, 'symbol', NAMED)
}

/** Makes a reference to a class. */
export function rubyClass(name: string): RubyClass {
  return { $ruby: 'class', name }
}

/** Tests whether a value is a reference to a class. */
export function isRubyClass(value: unknown): value is RubyClass {
  return hasShape(value, 'class', NAMED)
}

/** Makes a reference to a module. */
export function rubyModule(name: string): RubyModule {
  return { $ruby: 'module', name }
}

/** Tests whether a value is a reference to a module. */
export function isRubyModule(value: unknown): value is RubyModule {
  return hasShape(value, 'module', NAMED)
}

/** Makes a reference to an encoding, like `UTF-8`. */
export function rubyEncoding(name: string): RubyEncoding {
  return { $ruby: 'encoding', name }
}

/** Tests whether a value is a reference to an encoding. */
export function isRubyEncoding(value: unknown): value is RubyEncoding {
  return hasShape(value, 'encoding', NAMED)
}
