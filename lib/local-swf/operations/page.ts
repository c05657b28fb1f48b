import { optional } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'

/** The members by which pages are turned. */
export const pageMembers = {
  nextPageToken: optional(shapes.pageToken),
  maximumPageSize: optional(shapes.pageSize),
  reverseOrder: optional(shapes.reverseOrder),
}

/** The largest page (documented), and the page of a request that asks for none or for 0. */
const LARGEST_PAGE = 1000

export function pageSizeOf(maximumPageSize: number | undefined): number {
  return maximumPageSize || LARGEST_PAGE
}
