const PREFIX = 'chaos-'

/** By which an execution is known for the one of a job: its workflowId is the library's choice. */
export const tagOf = (index: number): string => `${PREFIX}${index}`

export function indexOfTag(tagList: readonly string[]): number {
  const tag = tagList.find((each) => each.startsWith(PREFIX)) ?? ''
  return Number(tag.slice(PREFIX.length) || Number.NaN)
}
