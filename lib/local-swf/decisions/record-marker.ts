import { optional, required, structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { decision } from './decision.js'

const attributes = structure({ markerName: required(shapes.name), details: optional(shapes.data) })

export const recordMarker = decision(attributes, ({ markerName, details }, execution, { decisionTaskCompletedEventId }) => {
  execution.record('MarkerRecorded', { markerName, details, decisionTaskCompletedEventId })
})
