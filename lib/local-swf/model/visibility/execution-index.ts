import type { CloseStatus } from '../execution/execution-outcome.js'
import type { Execution } from '../execution/execution.js'
import { nameKey } from '../../collections/name-key.js'
import { OrderedSet } from '../../collections/ordered-set.js'

/** What executions are selected by. At most one of these is given (documented). */
export interface Criterion {
  readonly workflowId?: string | undefined
  readonly type?: { readonly name: string; readonly version?: string | undefined } | undefined
  readonly tag?: string | undefined
  readonly closeStatus?: CloseStatus | undefined
}

/** A time of an execution, in milliseconds since the epoch. */
type Time = (execution: Execution) => number
type Order = (one: Execution, other: Execution) => number

export const startTimeMs: Time = ({ startedAtMs }) => startedAtMs
export const closeTimeMs: Time = ({ closedAtMs = Infinity }) => closedAtMs

/** An order by time, in which executions of the same millisecond are in the order of their starts. */
export function inOrderOf(timeMs: Time): Order {
  return (one, other) => timeMs(one) - timeMs(other) || one.ordinal - other.ordinal
}

/** Executions in order of time: all of them, and again those of each workflowId, type name, type, tag and close status. */
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

  /** What an execution is found by must not change while it is in an index. (An open execution has no close status to be found by.) */
  add(execution: Execution): void {
    this.#all.add(execution)
    for (const [group, key] of this.#groupsOf(execution)) group.add(key, execution)
  }

  remove(execution: Execution): void {
    this.#all.remove(execution)
    for (const [group, key] of this.#groupsOf(execution)) group.remove(key, execution)
  }

  select({ workflowId, type, tag, closeStatus }: Criterion): OrderedSet<Execution> {
    const groups = this.#groups
    if (workflowId !== undefined) return groups.workflowId.get(workflowId)
    if (type?.version) return groups.type.get(nameKey({ name: type.name, version: type.version }))
    if (type) return groups.typeName.get(type.name)
    if (tag !== undefined) return groups.tag.get(tag)
    return closeStatus ? groups.closeStatus.get(closeStatus) : this.#all
  }

  #groupsOf({ workflowId, workflowType, tagList = [], closeStatus }: Execution): readonly (readonly [Groups, string])[] {
    const groups = this.#groups
    return [
      [groups.workflowId, workflowId],
      [groups.typeName, workflowType.name],
      [groups.type, nameKey(workflowType)],
      ...tagList.map((tag) => [groups.tag, tag] as const),
      ...(closeStatus ? [[groups.closeStatus, closeStatus] as const] : []),
    ]
  }
}

/** Groups of executions, by a key. A group exists while it has members. */
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
