import type { Sample } from './sample.js'

type Measure = Exclude<keyof Sample, 'results'>

/** How much more the last third of a run may have than the first: a factor, and what is added to it. */
export const BOUNDS: { readonly [Name in Measure]: readonly [factor: number, more: number] } = {
  rssMb: [1.1, 10],
  heapMb: [1.1, 2],
  handles: [1, 2],
  descriptors: [1, 4],
  p50Ms: [1.5, 2],
  p99Ms: [2, 20],
}

export interface Trend {
  readonly measure: string
  readonly first: number
  readonly last: number
  readonly bound: number
  readonly isFlat: boolean
}

/** Compares the medians of the last and the first third; the first sample is of a process that warms up, and is left out. */
export function trends(samples: readonly Sample[]): readonly Trend[] {
  const warm = samples.slice(1)
  const third = Math.ceil(warm.length / 3)
  return Object.entries(BOUNDS).map(([measure, [factor, more]]) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a key of BOUNDS
    const values = warm.map((sample) => sample[measure as Measure])
    const first = median(values.slice(0, third))
    const last = median(values.slice(-third))
    const bound = Math.round((first * factor + more) * 10) / 10
    return { measure, first, last, bound, isFlat: last <= bound }
  })
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
