import { tooManyTags } from '../../answers/faults.js'
import { TAGS_LIMIT } from '../limits.js'

export interface ResourceTag {
  readonly key: string
  readonly value: string | undefined
}

/** The tags of one domain. */
export class DomainTags {
  #values: ReadonlyMap<string, string | undefined>

  /** @throws SwfFault TooManyTagsFault */
  constructor(tags: readonly ResourceTag[] = []) {
    this.#values = withTags(new Map(), tags)
  }

  all(): readonly ResourceTag[] {
    return Array.from(this.#values, ([key, value]) => ({ key, value }))
  }

  /**
   * Adds tags. Chosen: a key that the domain has already gets the new value, and when a key comes twice the last value counts.
   * @throws SwfFault TooManyTagsFault, and then none of the tags is added
   */
  add(tags: readonly ResourceTag[]): void {
    this.#values = withTags(this.#values, tags)
  }

  /** Removes tags. Chosen: a key that the domain does not have is no fault. */
  remove(keys: readonly string[]): void {
    const values = new Map(this.#values)
    for (const key of keys) values.delete(key)
    this.#values = values
  }
}

function withTags(values: ReadonlyMap<string, string | undefined>, tags: readonly ResourceTag[]) {
  const all = new Map([...values, ...tags.map(({ key, value }) => [key, value] as const)])
  if (all.size > TAGS_LIMIT) throw tooManyTags(TAGS_LIMIT)
  return all
}
