import type { CloseStatus } from '../execution/execution-outcome.js'
import type { Execution } from '../execution/execution.js'
import { OrderedSet } from '../../collections/ordered-set.js'
import { keyOf } from '../domain/type-registry.js'

/** What executions are chosen by: one of these at most (documented). */
export interface Criterion {
  readonly workflowId?: string | undefined
  readonly type?: { readonly name: string; readonly version?: string | undefined } | undefined
  readonly tag?: string | undefined
  readonly closeStatus?: CloseStatus | undefined
}

/** Milliseconds since the epoch. */
type Time = (execution: Execution) => number
type Order = (one: Execution, other: Execution) => number

export const startTimeMs: Time = ({ startedAtMs }) => startedAtMs
export const closeTimeMs: Time = ({ closedAtMs = Infinity }) => closedAtMs

/** Executions of one moment are in order of their starts. */
export function inOrderOf(timeMs: Time): Order {
  return (one, other) => timeMs(one) - timeMs(other) || one.ordinal - other.ordinal
}

/** Executions in order of a time, and again those of each workflowId, type name, type, tag and close status. */
export class ExecutionIndex {
  readonly timeMs: Time
  readonly #all: OrderedSet<Execution>
  readonly #groups: Readonly<Record<'workflowId' | 'typeName' | 'type' | 'tag' | 'closeStatus', Groups>>

  constructor(timeMs: Time) {
    const order = inOrderOf(timeMs)
    const groups = (): Groups => new Groups(order)
    this.timeMs = timeMs
    this.#all = new OrderedSet(order)
    this.#groups = { workflowId: groups(), typeName: groups(), type: groups(), tag: groups(), closeStatus: groups() }
  }

  get size(): number {
    return this.#all.size
  }

  get first(): Execution | undefined {
    return this.#all.first
  }

  /** While an execution is in an index, what it is found by there stays the same. (An open one is not found by its close status.) */
  add(execution: Execution): void {
    this.#all.add(execution)
    for (const [group, key] of this.#placesOf(execution)) group.add(key, execution)
  }

  remove(execution: Execution): void {
    this.#all.remove(execution)
    for (const [group, key] of this.#placesOf(execution)) group.remove(key, execution)
  }

  select({ workflowId, type, tag, closeStatus }: Criterion): OrderedSet<Execution> {
    const groups = this.#groups
    if (workflowId !== undefined) return groups.workflowId.get(workflowId)
    if (type?.version) return groups.type.get(keyOf({ name: type.name, version: type.version }))
    if (type) return groups.typeName.get(type.name)
    if (tag !== undefined) return groups.tag.get(tag)
    return closeStatus ? groups.closeStatus.get(closeStatus) : this.#all
  }

  #placesOf({ workflowId, workflowType, tagList = [], closeStatus }: Execution): readonly (readonly [Groups, string])[] {
    const groups = this.#groups
    return [
      [groups.workflowId, workflowId],
      [groups.typeName, workflowType.name],
      [groups.type, keyOf(workflowType)],
      ...tagList.map((tag) => [groups.tag, tag] as const),
      ...(closeStatus ? [[groups.closeStatus, closeStatus] as const] : []),
    ]
  }
}

/** Executions by a key. A group exists while it has members. */
class Groups {
  readonly #order: Order
  readonly #groups = new Map<string, OrderedSet<Execution>>()

  constructor(order: Order) {
    this.#order = order
  }

  get(key: string): OrderedSet<Execution> {
    return this.#groups.get(key) ?? new OrderedSet(this.#order)
  }

  add(key: string, execution: Execution): void {
    const group = this.get(key)
    group.add(execution)
    if (group.size === 1) this.#groups.set(key, group)
  }

  remove(key: string, execution: Execution): void {
    const group = this.get(key)
    group.remove(execution)
    if (group.size === 0) this.#groups.delete(key)
  }
}
