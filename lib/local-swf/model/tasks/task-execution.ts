import type { Deadline } from '../../time/deadlines.js'
import type { Workload } from '../../time/workload.js'
import type { EventAttributes, EventType } from '../events/event-attributes.js'
import type { ExecutionName } from '../events/parts.js'

/** What a task or timer needs of the execution that it belongs to. */
export interface TaskExecution extends ExecutionName {
  readonly isOpen: boolean
  /** The workload of the whole LocalSwf, which hears of each task and timer. */
  readonly workload: Workload
  nowMs(): number
  /** Writes an event and returns its id, or 0 when the execution is closed. Writing may close the execution: a history has a limit. */
  record<Type extends EventType>(eventType: Type, attributes: EventAttributes[Type]): number
  /** Calls back at `atMs`, and never when the execution is closed already. */
  deadlineAt(atMs: number, callback: () => void): Deadline
  /** Gives the decider a turn, because something happened that it must see. */
  wakeDecider(): void
}
