import { decisionTypes } from './decisions/decision-types.js'
import { operationNames } from './operations/table.js'

const known: ReadonlySet<string> = new Set([...operationNames, ...decisionTypes])

/** Those of the names that neither an operation nor a decision of SWF has. */
export function unknownNames(names: readonly string[]): readonly string[] {
  return names.filter((name) => !known.has(name))
}
