import { optional } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'

/** The members of every request that is answered page by page. */
export const pageMembers = {
  nextPageToken: optional(shapes.pageToken),
  maximumPageSize: optional(shapes.pageSize),
  reverseOrder: optional(shapes.reverseOrder),
}

/** The largest page (documented), and also the page of a request that gives no size or 0. */
const LARGEST_PAGE = 1000

export function pageSizeOf(maximumPageSize: number | undefined): number {
  return maximumPageSize || LARGEST_PAGE
}
