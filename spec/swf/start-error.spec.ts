import { describe, expect, it } from 'vitest'
import { StartError } from '../../lib/errors/index.js'
import { startErrorOf } from '../../lib/swf/faults/start-error.js'

function unresolved(host: string): Error {
  return Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND', syscall: 'getaddrinfo' })
}

describe('a start error', () => {
  it('blames the region for an AWS host that does not exist, since the host is made from it', () => {
    const error = startErrorOf(unresolved('swf.moon-1.amazonaws.com'), { who: 'ResultWorker', region: 'moon-1' })
    expect(error).toMatchObject({ code: 'ERR_RESULT_REGION' })
    expect(error.message).toMatch(
      /^ResultWorker could not start in moon-1: .*ENOTFOUND swf\.moon-1\.amazonaws\.com\)\. Set one where SWF is/,
    )
  })

  it('blames the endpoint for any other host that does not exist', () => {
    const error = startErrorOf(unresolved('swf.internal'), { who: 'JobWorker', endpoint: 'http://swf.internal' })
    expect(error).toMatchObject({ code: 'ERR_RESULT_UNREACHABLE' })
    expect(error.message).toMatch(/^JobWorker could not start at http:\/\/swf\.internal: /)
  })

  it('keeps the cause, and leaves a start error as it is', () => {
    const cause = new Error('odd')
    const error = startErrorOf(cause, { who: 'JobWorker' })
    expect(error).toBeInstanceOf(StartError)
    expect(error).toMatchObject({ code: 'ERR_RESULT_START', cause })
    expect(error.message).toMatch(/^JobWorker could not start on SWF: /)
    expect(startErrorOf(error, { who: 'ResultWorker', region: 'us-east-1' })).toBe(error)
  })
})
