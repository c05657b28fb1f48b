import { describe, expect, it } from 'vitest'
import { TokenBucket } from '../../../lib/local-swf/quotas/token-bucket.js'

/** How many tokens can be taken at once. */
function drain(bucket: TokenBucket, nowMs: number): number {
  let tokens = 0
  while (bucket.take(nowMs)) tokens += 1
  return tokens
}

describe('a token bucket', () => {
  it('is full at first', () => {
    expect(drain(new TokenBucket([50, 30], 0), 0)).toBe(50)
  })

  it('is refilled bit by bit, with nothing lost between', () => {
    const bucket = new TokenBucket([100, 6], 0)
    drain(bucket, 0)
    let tokens = 0
    for (let nowMs = 1; nowMs <= 10_000; nowMs += 1) tokens += drain(bucket, nowMs)
    expect(tokens).toBe(60)
  })

  it('gives a token in the millisecond that completes it', () => {
    const bucket = new TokenBucket([100, 6], 0)
    drain(bucket, 0)
    expect(bucket.take(166)).toBe(false)
    expect(bucket.take(167)).toBe(true)
  })

  it('never holds more than its size', () => {
    const bucket = new TokenBucket([10, 6], 0)
    drain(bucket, 0)
    expect(drain(bucket, 1_000_000)).toBe(10)
  })

  it('neither gains nor loses by a clock that is set back', () => {
    const bucket = new TokenBucket([10, 1000], 10_000)
    drain(bucket, 10_000)
    expect(drain(bucket, 5000)).toBe(0)
    expect(drain(bucket, 5003)).toBe(3)
  })
})
