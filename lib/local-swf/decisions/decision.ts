import type { Decision, DecisionContext } from '../model/execution/decider-turns.js'
import type { FailedDecision } from '../model/events/parts.js'
import type { Execution } from '../model/execution/execution.js'
import type { Shape } from '../validation/shape.js'
import type { DecisionType } from './decision-types.js'

type Cause = string | undefined

interface DecisionKind<
  Attributes,
  Refusal extends Cause,
  RateExceeded extends string,
  Failure = FailedDecision<NonNullable<Refusal> | RateExceeded>,
> {
  readonly type: DecisionType
  /** The cause when the account has no quota left, of a decision that has one. */
  readonly rateExceeded?: RateExceeded
  readonly attributes: Shape<Attributes>
  /** Gives the cause when SWF refuses it. A malformed decision never comes this far. */
  apply(attributes: Attributes, execution: Execution, context: DecisionContext): Refusal
  /** Writes the event that says so. */
  failed(execution: Execution, failure: Failure, attributes: Attributes): void
}

export function decision<Attributes, Refusal extends Cause, RateExceeded extends string = never>(
  kind: DecisionKind<Attributes, Refusal, RateExceeded>,
): Shape<Decision> {
  return (value, path, problems) => {
    const attributes = kind.attributes(value, path, problems)
    return { closes: false, apply: (execution, context) => apply(kind, attributes, execution, context) }
  }
}

/** None of them has a quota. */
type ClosingDecisionKind<Attributes, Refusal extends Cause> = DecisionKind<
  Attributes,
  Refusal,
  never,
  FailedDecision<NonNullable<Refusal> | 'UNHANDLED_DECISION'>
>

/** A decision that ends the execution, unless something happened that the decider had not seen (API reference, RespondDecisionTaskCompleted). */
export function closingDecision<Attributes, Refusal extends Cause>(
  kind: ClosingDecisionKind<Attributes, Refusal>,
): Shape<Decision> {
  return (value, path, problems) => {
    const attributes = kind.attributes(value, path, problems)
    const unlessUnhandled: DecisionKind<Attributes, Refusal | 'UNHANDLED_DECISION', never> = {
      type: kind.type,
      attributes: kind.attributes,
      failed: (execution, failure, given) => kind.failed(execution, failure, given),
      apply: (given, execution, context) =>
        context.hasUnhandledEvents ? 'UNHANDLED_DECISION' : kind.apply(given, execution, context),
    }
    return { closes: true, apply: (execution, context) => apply(unlessUnhandled, attributes, execution, context) }
  }
}

function apply<Attributes, Refusal extends Cause, RateExceeded extends string>(
  kind: DecisionKind<Attributes, Refusal, RateExceeded>,
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

interface Limited<RateExceeded> {
  readonly type: DecisionType
  readonly rateExceeded?: RateExceeded
}

/** What needs no look at the execution. Chosen: what is denied counts for no quota, what is refused for another reason does. */
function refusalBeforehand<RateExceeded>(
  { type, rateExceeded }: Limited<RateExceeded>,
  { swf }: Execution,
): RateExceeded | 'OPERATION_NOT_PERMITTED' | undefined {
  if (swf.denied.has(type)) return 'OPERATION_NOT_PERMITTED'
  return rateExceeded === undefined || swf.quotas.takeDecision(type) ? undefined : rateExceeded
}
