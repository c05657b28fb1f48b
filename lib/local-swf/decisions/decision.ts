import type { Decision, DecisionContext } from '../model/decider-turns.js'
import type { FailedDecision } from '../model/events/parts.js'
import type { Execution } from '../model/execution.js'
import type { Shape } from '../validation/shape.js'
import type { DecisionType } from './table.js'

type Cause = string | undefined

interface DecisionKind<Attributes, Refusal extends Cause, Failure = FailedDecision<NonNullable<Refusal>>> {
  readonly type: DecisionType
  readonly attributes: Shape<Attributes>
  /** Gives the cause when SWF refuses it. A malformed decision never comes this far. */
  apply(attributes: Attributes, execution: Execution, context: DecisionContext): Refusal
  /** Writes the event that says so. */
  failed(execution: Execution, failure: Failure, attributes: Attributes): void
}

export function decision<Attributes, Refusal extends Cause>(kind: DecisionKind<Attributes, Refusal>): Shape<Decision> {
  return (value, path, problems) => {
    const attributes = kind.attributes(value, path, problems)
    return { closes: false, apply: (execution, context) => apply(kind, attributes, execution, context) }
  }
}

type ClosingDecisionKind<Attributes, Refusal extends Cause> = DecisionKind<
  Attributes,
  Refusal,
  FailedDecision<NonNullable<Refusal> | 'UNHANDLED_DECISION'>
>

/** A decision that ends the execution, unless something happened that the decider had not seen (API reference, RespondDecisionTaskCompleted). */
export function closingDecision<Attributes, Refusal extends Cause>(
  kind: ClosingDecisionKind<Attributes, Refusal>,
): Shape<Decision> {
  return (value, path, problems) => {
    const attributes = kind.attributes(value, path, problems)
    const unlessUnhandled: DecisionKind<Attributes, Refusal | 'UNHANDLED_DECISION'> = {
      type: kind.type,
      attributes: kind.attributes,
      failed: (execution, failure, given) => kind.failed(execution, failure, given),
      apply: (given, execution, context) =>
        context.hasUnhandledEvents ? 'UNHANDLED_DECISION' : kind.apply(given, execution, context),
    }
    return { closes: true, apply: (execution, context) => apply(unlessUnhandled, attributes, execution, context) }
  }
}

function apply<Attributes, Refusal extends Cause>(
  kind: DecisionKind<Attributes, Refusal>,
  attributes: Attributes,
  execution: Execution,
  context: DecisionContext,
): void {
  const cause = refusalBeforehand(kind, execution) ?? kind.apply(attributes, execution, context)
  if (cause === undefined) return
  const { decisionTaskCompletedEventId } = context
  kind.failed(execution, { cause, decisionTaskCompletedEventId }, attributes)
  execution.wakeDecider()
}

/** What needs no look at what is decided. */
function refusalBeforehand({ type }: { readonly type: DecisionType }, { swf }: Execution): 'OPERATION_NOT_PERMITTED' | undefined {
  return swf.denied.has(type) ? 'OPERATION_NOT_PERMITTED' : undefined
}
