import { describe, expect, it } from 'vitest'
import { BOUNDS, trends } from './flat.js'
import type { Sample } from './sample.js'

const flat: Sample = { results: 12_000, rssMb: 150, heapMb: 12, handles: 5, descriptors: 40, p50Ms: 4, p99Ms: 20 }

function broken(samples: readonly Sample[]): string[] {
  return trends(samples).flatMap(({ measure, isFlat }) => (isFlat ? [] : [measure]))
}

describe('what a long run measured', () => {
  it('is flat if the last third is as the first, whatever the first minute and one outlier were', () => {
    const samples = Array.from({ length: 15 }, () => flat)
    const warmingUp = { ...flat, rssMb: 1, heapMb: 1, handles: 0, descriptors: 0, p50Ms: 0, p99Ms: 0 }
    expect(broken([warmingUp, ...samples, { ...flat, p99Ms: 900 }])).toEqual([])
  })

  it.each(Object.keys(BOUNDS))('is not if it grows from minute to minute: %s', (measure) => {
    const grown = Array.from({ length: 15 }, (_, minute) => ({ ...flat, [measure]: 20 * (minute + 1) }))
    expect(broken(grown)).toEqual([measure])
  })

  it('is not if nothing was measured', () => {
    expect(broken([])).toEqual(Object.keys(BOUNDS))
  })
})
