import type { FailedDecision } from '../model/events/parts.js'
import type { TurnContext } from '../model/execution/decider-turns.js'
import type { Execution } from '../model/execution/execution.js'
import type { Swf } from '../model/swf.js'
import type { Shape } from '../validation/shape.js'

/** What a decision is carried out with. */
export interface DecisionContext extends TurnContext {
  readonly swf: Swf
}

/** One decision of a decider, with its attributes read. */
export interface Decision {
  /** Whether the decision closes the execution. Such a decision must be the last one of its batch. */
  readonly closes: boolean
  /** Carries the decision out on an open execution, or writes the event that says why SWF refused it. */
  apply(execution: Execution, context: DecisionContext): void
}

/** One of SWF's decision types. `Cause` are the causes for which SWF refuses such a decision. */
interface DecisionKind<Attributes, Cause extends string> {
  readonly attributes: Shape<Attributes>
  /** The cause when the account has used up its quota. A decision without this cause has no quota. */
  readonly rateExceeded?: Cause
  /**
   * The cause when something happened that the decider had not seen when it decided. The decisions that close an execution have it,
   * and no others (API reference, RespondDecisionTaskCompleted).
   */
  readonly unhandled?: Cause
  /** Carries the decision out, or returns the cause for which SWF refuses it. The attributes have been checked before. */
  apply(attributes: Attributes, execution: Execution, context: DecisionContext): Cause | undefined
  /** Writes the event that says why SWF refused the decision. */
  recordFailure(execution: Execution, failure: FailedDecision<Cause>, attributes: Attributes): void
}

/** Reads the decision of a type out of its attributes. The table of decisions gives the name of the type. */
export type DecisionReader = (type: string) => Shape<Decision>

export function decision<Attributes, Cause extends string = never>(kind: DecisionKind<Attributes, Cause>): DecisionReader {
  return (type) => (value, path, problems) => {
    const attributes = kind.attributes(value, path, problems)
    return {
      closes: kind.unhandled !== undefined,
      apply(execution, context) {
        const cause = refusalBeforehand(type, kind, context) ?? kind.apply(attributes, execution, context)
        if (cause === undefined) return
        const { decisionTaskCompletedEventId } = context
        kind.recordFailure(execution, { cause, decisionTaskCompletedEventId }, attributes)
        execution.wakeDecider()
      },
    }
  }
}

/**
 * The cause that is found without a look at the execution's state. Chosen: a denied decision uses no quota, and a decision that is
 * refused for any other reason does.
 */
function refusalBeforehand<Cause extends string>(
  type: string,
  { rateExceeded, unhandled }: Pick<DecisionKind<never, Cause>, 'rateExceeded' | 'unhandled'>,
  { swf, hasUnhandledEvents }: DecisionContext,
): Cause | 'OPERATION_NOT_PERMITTED' | undefined {
  if (swf.denied.has(type)) return 'OPERATION_NOT_PERMITTED'
  if (rateExceeded !== undefined && !swf.quotas.takeDecision(type)) return rateExceeded
  return hasUnhandledEvents ? unhandled : undefined
}
