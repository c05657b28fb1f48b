import { decisionTypes } from './decisions/table.js'
import { isOperation } from './operations/table.js'

const decisions: ReadonlySet<string> = new Set(decisionTypes)

/** Those of the names that neither an operation nor a decision of SWF has. */
export function unknownNames(names: readonly string[]): readonly string[] {
  return names.filter((name) => !isOperation(name) && !decisions.has(name))
}
