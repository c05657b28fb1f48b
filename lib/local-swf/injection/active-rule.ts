import type { FaultRule } from './fault-rule.js'

/** A rule with what it has seen and done so far. */
export class ActiveRule {
  readonly rule: FaultRule
  readonly #operations: ReadonlySet<string> | undefined
  readonly #random: () => number
  #seen = 0
  #injected = 0

  /** @param random decides by the rate; each rule has a sequence of its own, so that no other rule's requests change what this one strikes */
  constructor(rule: FaultRule, random: () => number) {
    const { operation } = rule
    this.rule = rule
    this.#operations = operation === undefined ? undefined : new Set(typeof operation === 'string' ? [operation] : operation)
    this.#random = random
  }

  /** Whether the rule strikes a request of the operation, or the task that the request is handed. It notes that it was asked. */
  strikes(operation: string): boolean {
    const { after = 0, rate = 1, times = Infinity } = this.rule
    if (this.#injected >= times || (this.#operations && !this.#operations.has(operation))) return false
    this.#seen += 1
    return this.#seen > after && this.#random() < rate
  }

  /** Notes that the rule has struck. */
  count(): void {
    this.#injected += 1
  }
}
