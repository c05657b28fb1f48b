import { optional, required, structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { decision } from './decision.js'

const attributes = structure({ markerName: required(shapes.name), details: optional(shapes.data) })

/** SWF knows no cause of its own for which a marker is refused. */
export const recordMarker = decision<ReturnType<typeof attributes>>({
  attributes,
  apply({ markerName, details }, execution, { decisionTaskCompletedEventId }) {
    execution.record('MarkerRecorded', { markerName, details, decisionTaskCompletedEventId })
    return undefined
  },
  recordFailure: (execution, failure, { markerName }) => execution.record('RecordMarkerFailed', { ...failure, markerName }),
})
