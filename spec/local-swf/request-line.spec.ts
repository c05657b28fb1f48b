import { describe, expect, it } from 'vitest'
import { requestLine } from '../../lib/cli/request-line.js'
import type { ServedRequest } from '../../lib/local-swf/index.js'

const at = new Date(2027, 0, 15, 9, 5, 7, 42)
const poll: ServedRequest = {
  operation: 'PollForDecisionTask',
  region: 'us-east-1',
  subject: 'FlowDefault/flow_default_ruby',
  status: 200,
  heldMs: 0,
}
const start = '09:05:07.042  PollForDecisionTask             FlowDefault/flow_default_ruby'

describe('the line about a poll', () => {
  it.each([
    [0, ''],
    [12, '             held 12 ms'],
    [999.4, '             held 999 ms'],
    [12_345, '             held 12.3 s'],
    [60_000, '             held 60.0 s'],
  ])('that was held for %d ms ends with "%s"', (heldMs, end) => {
    expect(requestLine({ ...poll, heldMs }, at)).toBe(`${start}${end}`)
  })

  it('whose client went says that it was not answered', () => {
    const line = requestLine({ ...poll, status: undefined, heldMs: 3000 }, at)
    expect(line).toBe(`${start}             not answered, held 3.0 s`)
  })
})

it('a line about another operation says nothing of how long it took', () => {
  const line = requestLine({ ...poll, operation: 'DescribeDomain', heldMs: 5 }, at)
  expect(line).toBe('09:05:07.042  DescribeDomain                  FlowDefault/flow_default_ruby')
})

it('a line is one line, whatever a client puts into it', () => {
  const hostile = 'a\n\r\t\u0000\u007f\u009b\u200f\u2029\ud800\u{e0041}b'
  const escaped = String.raw`a\u000a\u000d\u0009\u0000\u007f\u009b\u200f\u2029\ud800\u{e0041}b`
  const fault = { name: hostile, message: hostile }
  const line = requestLine({ ...poll, operation: hostile, subject: hostile, fault }, at)
  expect(line).toBe(`09:05:07.042  ${escaped}  ${escaped}  ${escaped}: ${escaped}`)
})
