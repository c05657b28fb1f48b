import { optional, required, structure } from '../validation/shape.js'
import { data, name } from '../validation/shapes.js'
import { decision } from './decision.js'

const attributes = structure({ markerName: required(name), details: optional(data) })

export const recordMarker = decision(attributes, ({ markerName, details }, execution, { decisionTaskCompletedEventId }) => {
  execution.record('MarkerRecorded', { markerName, details, decisionTaskCompletedEventId })
})
