import { hasShape, isText, type Shape } from './shape.js'

/** `:name` */
export interface RubySymbol {
  readonly $ruby: 'symbol'
  readonly name: string
}

/** A class itself, not an instance of it: `String` */
export interface RubyClass {
  readonly $ruby: 'class'
  readonly name: string
}

/** `Kernel` */
export interface RubyModule {
  readonly $ruby: 'module'
  readonly name: string
}

/** `Encoding::UTF_8` has the name `UTF-8`. */
export interface RubyEncoding {
  readonly $ruby: 'encoding'
  readonly name: string
}

const NAMED: Shape = { required: { name: isText } }

export function rubySymbol(name: string): RubySymbol {
  return { $ruby: 'symbol', name }
}

export function isRubySymbol(value: unknown): value is RubySymbol {
  return hasShape(value, 'symbol', NAMED)
}

export function rubyClass(name: string): RubyClass {
  return { $ruby: 'class', name }
}

export function isRubyClass(value: unknown): value is RubyClass {
  return hasShape(value, 'class', NAMED)
}

export function rubyModule(name: string): RubyModule {
  return { $ruby: 'module', name }
}

export function isRubyModule(value: unknown): value is RubyModule {
  return hasShape(value, 'module', NAMED)
}

export function rubyEncoding(name: string): RubyEncoding {
  return { $ruby: 'encoding', name }
}

export function isRubyEncoding(value: unknown): value is RubyEncoding {
  return hasShape(value, 'encoding', NAMED)
}
