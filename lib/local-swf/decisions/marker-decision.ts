import { optional, required, structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { decision } from './decision.js'

export const recordMarker = decision({
  type: 'RecordMarker',
  attributes: structure({ markerName: required(shapes.name), details: optional(shapes.data) }),
  apply({ markerName, details }, execution, { decisionTaskCompletedEventId }) {
    execution.record('MarkerRecorded', { markerName, details, decisionTaskCompletedEventId })
    return undefined
  },
  failed: (execution, failure, { markerName }) => execution.record('RecordMarkerFailed', { ...failure, markerName }),
})
