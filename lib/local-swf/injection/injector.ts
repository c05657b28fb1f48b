import type { Clock } from '../time/clock.js'
import type { Reply } from '../answers/reply.js'
import type { TaskListener } from '../operations/operation.js'
import { ActiveRule } from './active-rule.js'
import { replyByRule, skewedServer, type Exchange } from './effect.js'
import type { FaultKind, FaultRule, InjectedFaults, RequestRule, TaskRule } from './fault-rule.js'
import { randomOf } from './random.js'

/** The seeds of two rules are so far apart, so that a user's seeds may follow one another. */
const SEED_STEP = 0x9e3779b9

/** A reply, and which kind of fault was injected into it, if one was. */
export interface InjectedReply extends Reply {
  readonly injected?: FaultKind
}

/** Makes a LocalSwf misbehave by rules. */
export class Injector {
  readonly #clock: Clock
  readonly #firstRules: readonly FaultRule[]
  readonly #seed: number
  readonly #injected = new Map<string, Map<FaultKind, number>>()
  #active: readonly ActiveRule[] = []
  #made = 0

  /** @param firstRules the rules that are there from the start and after each reset */
  constructor(firstRules: readonly FaultRule[], seed: number, clock: Clock) {
    this.#clock = clock
    this.#firstRules = firstRules
    this.#seed = seed
    this.reset()
  }

  /** Adds rules, which are asked after those that are there already. Returns a function that removes them again. */
  inject(rules: readonly FaultRule[]): () => void {
    const added = rules.map((rule) => new ActiveRule(rule, randomOf(this.#seed + SEED_STEP * this.#made++)))
    this.#active = [...this.#active, ...added]
    return () => {
      this.#active = this.#active.filter((rule) => !added.includes(rule))
    }
  }

  /** Begins anew: with the first rules only, and with nothing counted. */
  reset(): void {
    this.#injected.clear()
    this.#active = []
    this.#made = 0
    this.inject(this.#firstRules)
  }

  get injected(): InjectedFaults {
    return Object.fromEntries(Array.from(this.#injected, ([operation, kinds]) => [operation, Object.fromEntries(kinds)]))
  }

  /** Carries a request out, or does with it what a rule says. One rule at most strikes a request. */
  async around(exchange: Exchange, carryOut: (onTask?: TaskListener) => Promise<Reply>): Promise<InjectedReply> {
    const { operation } = exchange
    const strike = this.#strike(operation, isRequestRule)
    if (!strike) return this.#aroundTask(operation, carryOut)
    const { rule } = strike
    if (rule.kind === 'clock-skew') {
      const { date, refusal } = skewedServer(rule, exchange)
      if (refusal) strike.count()
      const reply = refusal ? { ...refusal, injected: rule.kind } : await carryOut()
      return { ...reply, headers: { ...reply.headers, date } }
    }
    strike.count()
    return { ...(await replyByRule(rule, exchange, this.#clock, carryOut)), injected: rule.kind }
  }

  async #aroundTask(operation: string, carryOut: (onTask: TaskListener) => Promise<Reply>): Promise<InjectedReply> {
    const struck: TaskRule['kind'][] = []
    const reply = await carryOut((again) => {
      const strike = this.#strike(operation, isTaskRule)
      if (!strike) return
      strike.count()
      struck.push(strike.rule.kind)
      if (strike.rule.kind === 'twice') again()
    })
    const [injected] = struck
    return injected ? { ...reply, injected, ...(injected === 'lost-task' && { delivery: 'none' }) } : reply
  }

  /** The first rule that strikes. The rules after it do not see the request or the task. */
  #strike<Rule extends FaultRule>(operation: string, isAsked: (rule: FaultRule) => rule is Rule): Strike<Rule> | undefined {
    for (const active of this.#active) {
      const { rule } = active
      if (isAsked(rule) && active.strikes(operation)) return { rule, count: () => this.#count(operation, active) }
    }
    return undefined
  }

  #count(operation: string, active: ActiveRule): void {
    const { kind } = active.rule
    active.count()
    const kinds = this.#injected.get(operation) ?? new Map<FaultKind, number>()
    this.#injected.set(operation, kinds.set(kind, (kinds.get(kind) ?? 0) + 1))
  }
}

interface Strike<Rule> {
  readonly rule: Rule
  count(): void
}

function isTaskRule(rule: FaultRule): rule is TaskRule {
  return rule.kind === 'lost-task' || rule.kind === 'twice'
}

function isRequestRule(rule: FaultRule): rule is RequestRule {
  return !isTaskRule(rule)
}
