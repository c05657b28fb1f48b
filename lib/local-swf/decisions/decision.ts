import type { DecisionContext, Execution } from '../model/execution.js'
import type { Shape } from '../validation/shape.js'

/** A decision with its attributes, read and ready to be applied. */
export interface Decision {
  /** Whether it ends the execution: it then must be the last of its batch. */
  readonly closes: boolean
  apply(execution: Execution, context: DecisionContext): void
}

/** Applies to an open execution. What SWF refuses becomes an event; a malformed decision never comes this far. */
type Apply<Attributes> = (attributes: Attributes, execution: Execution, context: DecisionContext) => void

export function decision<Attributes>(
  attributes: Shape<Attributes>,
  apply: Apply<Attributes>,
  { closes = false } = {},
): Shape<Decision> {
  return (value, path, problems) => {
    const read = attributes(value, path, problems)
    return { closes, apply: (execution, context) => apply(read, execution, context) }
  }
}

/** A decision that ends the execution. */
export function closingDecision<Attributes>(attributes: Shape<Attributes>, apply: Apply<Attributes>): Shape<Decision> {
  return decision(attributes, apply, { closes: true })
}
