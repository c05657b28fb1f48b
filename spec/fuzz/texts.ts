import * as fc from 'fast-check'
import { yamlDataConverter } from '../../lib/flow/converters/yaml-data-converter.js'
import { anyValue } from '../flow/arbitrary-values.js'
import { generated } from './generate.js'
import { mutated } from './mutate.js'
import { Random } from './random.js'
import { samples } from './samples.js'

const POOL = 2_000
/** What is longer has no more in it, and takes its time. */
const MAX_DUMPED = 800

export type Origin = 'captured, mutated' | 'dumped, mutated' | 'generated' | 'generated, mutated'
const ORIGINS = ['captured, mutated', 'dumped, mutated', 'generated', 'generated, mutated'] as const

export interface FuzzText {
  readonly origin: Origin
  readonly text: string
}

/** The texts of one run. That of a number is always the same, whatever was asked for before. */
export class FuzzTexts {
  readonly #seed: number
  readonly #dumped: readonly [string, ...string[]]

  constructor(seed: number) {
    this.#seed = seed
    const dumped = fc.sample(anyValue, { numRuns: POOL, seed }).map((value) => yamlDataConverter.dump(value))
    this.#dumped = ['---\n', ...dumped.filter(({ length }) => length <= MAX_DUMPED)]
  }

  at(index: number): FuzzText {
    const random = new Random(Math.imul(this.#seed, 0x9e3779b1) ^ Math.imul(index, 0x85ebca6b))
    const origin = random.pick(ORIGINS)
    return { origin, text: this.#text(origin, random) }
  }

  #text(origin: Origin, random: Random): string {
    switch (origin) {
      case 'captured, mutated':
        return mutated(random.pick(samples), random, samples)
      case 'dumped, mutated':
        return mutated(random.pick(this.#dumped), random, samples)
      case 'generated':
        return generated(random)
      case 'generated, mutated':
        return mutated(generated(random), random, samples)
    }
  }
}
