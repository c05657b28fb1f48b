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
    this.#values = tagged(new Map(), tags)
  }

  all(): readonly ResourceTag[] {
    return Array.from(this.#values, ([key, value]) => ({ key, value }))
  }

  /**
   * Chosen: a key that is there gets the new value, and of a key that comes twice the last value counts.
   * @throws SwfFault TooManyTagsFault; then none of the tags is added
   */
  add(tags: readonly ResourceTag[]): void {
    this.#values = tagged(this.#values, tags)
  }

  /** Chosen: a key that is not there is nobody's mistake. */
  remove(keys: readonly string[]): void {
    const values = new Map(this.#values)
    for (const key of keys) values.delete(key)
    this.#values = values
  }
}

function tagged(values: ReadonlyMap<string, string | undefined>, tags: readonly ResourceTag[]) {
  const all = new Map([...values, ...tags.map(({ key, value }) => [key, value] as const)])
  if (all.size > TAGS_LIMIT) throw tooManyTags(TAGS_LIMIT)
  return all
}
