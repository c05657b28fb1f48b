import type { Random } from './random.js'
import { KINDS, NAMES, SCALARS, SHAPES, STRINGS, TAGS } from './vocabulary.js'

const ANCHORS = ['a', 'b', '1', '__proto__'] as const
const MAX_ITEMS = 5
const DIRECTIVES = ['%YAML 1.1\n', '%TAG !e! !ruby/object:\n', '%TAG ! !ruby/\n', '%FOO bar\n'] as const

/** A text of YAML, most of it well-formed, with all that is unusual in it far more often than anybody writes it. */
export function generated(random: Random): string {
  return new Grammar(random).text()
}

class Grammar {
  readonly #random: Random

  constructor(random: Random) {
    this.#random = random
  }

  text(): string {
    const depth = 1 + this.#random.below(this.#random.percent(20) ? 5 : 3)
    const directive = this.#random.percent(5) ? this.#random.pick(DIRECTIVES) : ''
    switch (this.#random.below(5)) {
      case 0:
        return `---\n- :key: 'result_key: k'\n  :result:${this.#block(depth, 4)}`
      case 1:
        return this.#start(depth)
      case 2:
        return `--- !ruby/exception:RuntimeError\nmessage:${this.#block(depth, 2)}cause:${this.#block(depth, 2)}---${this.#block(depth, 0)}`
      default:
        return `${directive}---${this.#block(depth, 0)}${this.#random.percent(10) ? `---${this.#block(depth, 0)}` : ''}`
    }
  }

  #start(depth: number): string {
    const flow = (): string => this.#flow(depth - 1)
    const step = `{name: ${this.#scalar()}, options: {:version: ${flow()}, :prefix_name: ${this.#scalar()}, :exponential_retry: ${flow()}, :task_list: ${flow()}}}`
    const result = this.#random.percent(50) ? `{key: ${this.#scalar()}, name: run, options: ${flow()}}` : flow()
    return `---\n- :definition: {step: ${step}, result_step: ${result}}\n  :args:${this.#block(depth, 4)}`
  }

  /** What follows `---`, `-` or `key:`, its end of line included; `indent` is that of its own lines. */
  #block(depth: number, indent: number): string {
    const margin = ' '.repeat(indent)
    if (depth === 0 || this.#random.percent(35)) {
      return this.#random.percent(8)
        ? ` ${this.#properties()}${this.#random.pick(['|', '>', '|-', '>+'])}\n${margin} ${this.#random.pick(STRINGS).replaceAll('\n', `\n${margin} `)}\n`
        : ` ${this.#properties()}${this.#scalar()}\n`
    }
    if (this.#random.percent(30)) return ` ${this.#flow(depth)}\n`
    const next = (): string => this.#block(depth - 1, indent + 2)
    if (this.#random.percent(30)) return ` ${this.#properties()}\n${this.#several(() => `${margin}-${next()}`).join('')}`
    const { properties, names } = this.#map()
    return ` ${properties}\n${names.map((name) => `${margin}${name}:${next()}`).join('')}`
  }

  #flow(depth: number): string {
    if (depth <= 0 || this.#random.percent(35)) return `${this.#properties()}${this.#scalar()}`
    const next = (): string => this.#flow(depth - 1)
    if (this.#random.percent(35)) return `${this.#properties()}[${this.#several(next).join(', ')}]`
    const { properties, names } = this.#map()
    return `${properties}{${names.map((name) => `${name} : ${next()}`).join(', ')}}`
  }

  #map(): { readonly properties: string; readonly names: readonly string[] } {
    if (this.#random.percent(45)) {
      const { tag, names } = this.#random.pick(SHAPES)
      const kept = names.filter(() => this.#random.percent(85))
      return { properties: `${this.#anchor()}${tag} `, names: this.#random.percent(20) ? [...kept, this.#name()] : kept }
    }
    return { properties: this.#properties(), names: this.#several(() => this.#name()) }
  }

  #name(): string {
    if (this.#random.percent(85)) return this.#random.pick(NAMES)
    return `? ${this.#flow(2)} `
  }

  #properties(): string {
    return `${this.#anchor()}${this.#random.percent(20) ? `${this.#random.pick(TAGS)} ` : ''}`
  }

  #anchor(): string {
    return this.#random.percent(15) ? `&${this.#random.pick(ANCHORS)} ` : ''
  }

  #scalar(): string {
    switch (this.#random.below(6)) {
      case 0:
        return `*${this.#random.pick(ANCHORS)} `
      case 1:
        return JSON.stringify(this.#random.pick(STRINGS))
      case 2:
        return `'${this.#random.pick(STRINGS).replaceAll("'", "''").replaceAll(/\s+/g, ' ')}'`
      case 3:
        return this.#random.pick(KINDS)
      default:
        return this.#random.pick(SCALARS)
    }
  }

  #several(make: () => string): readonly string[] {
    return Array.from({ length: this.#random.below(MAX_ITEMS) }, make)
  }
}
