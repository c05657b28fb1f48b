/** The largest page (documented), and the page of a request that asks for none or for 0. */
const LARGEST_PAGE = 1000

export function pageSizeOf(maximumPageSize: number | undefined): number {
  return maximumPageSize || LARGEST_PAGE
}
