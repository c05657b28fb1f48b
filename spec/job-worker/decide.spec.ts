import { expect, it } from 'vitest'
import { decide } from '../../lib/job-worker/decide.js'
import { capturedDecisions } from './captured-flow.js'

it.each(['flow_hello', 'flow_echo', 'flow_empty_result'])('decides in %s what the framework decided', (name) => {
  for (const { events, decisions } of capturedDecisions(name)) {
    expect(decide(events, [])).toEqual(decisions)
  }
})
it('boom', () => {
    const all=capturedDecisions('flow_boom_once')
    const d=decide(all[3]!.events, [])
    expect(d).toEqual(all[3]!.decisions)
})
it('boom last', () => {
    const all=capturedDecisions('flow_boom_once')
    expect(decide(all[4]!.events, [])).toEqual(all[4]!.decisions)
})
