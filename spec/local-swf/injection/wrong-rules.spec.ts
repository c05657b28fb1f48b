import { describe, expect, it } from 'vitest'
import { LocalSwf } from '../../../lib/local-swf/index.js'
import { TestSwf } from '../support/test-swf.js'

const operation = 'the name of an operation of SWF, or a list of such names'
const poll = "'PollForActivityTask' or 'PollForDecisionTask', or a list of such names"
const common = 'kind, operation, after, rate, times'

describe('a wrong rule', () => {
  it.each<readonly [unknown, string]>([
    [null, 'rule must be an object with a kind, not null'],
    ['throttling', "rule must be an object with a kind, not 'throttling'"],
    [
      {},
      "rule.kind must be one of 'fault', 'throttling', 'error500', 'expired-credentials', 'clock-skew', 'reset-before', 'reset-after', 'half-body', 'hang', 'latency', 'lost-task', 'twice', not undefined",
    ],
    [[{ kind: 'throttling' }, 5], 'rules[1] must be an object with a kind, not 5'],
    [[{ kind: 'throttling', rate: 1.5 }], 'rules[0].rate must be a number from 0 to 1, not 1.5'],
    [{ kind: 'throttling', rate: Number.NaN }, 'rule.rate must be a number from 0 to 1, not NaN'],
    [{ kind: 'throttling', times: 0 }, 'rule.times must be a whole number of one or more, not 0'],
    [{ kind: 'throttling', after: -1 }, 'rule.after must be a whole number of zero or more, not -1'],
    [{ kind: 'throttling', operation: 'DescribeDomian' }, `rule.operation must be ${operation}, not 'DescribeDomian'`],
    [{ kind: 'throttling', operation: [] }, `rule.operation must be ${operation}, not []`],
    [
      { kind: 'throttling', operation: ['ListDomains', 'StartTimer'] },
      `rule.operation must be ${operation}, not ['ListDomains', 'StartTimer']`,
    ],
    [{ kind: 'twice', operation: 'ListDomains' }, `rule.operation must be ${poll}, not 'ListDomains'`],
    [{ kind: 'lost-task', operation: ['StartTimer'] }, `rule.operation must be ${poll}, not ['StartTimer']`],
    [{ kind: 'fault' }, 'rule.name must be the bare name of a fault, not undefined'],
    [{ kind: 'fault', name: 'a fault' }, "rule.name must be the bare name of a fault, not 'a fault'"],
    [{ kind: 'fault', name: 'Fault', message: 5 }, 'rule.message must be a text, not 5'],
    [{ kind: 'latency' }, 'rule.latencyMs must be a whole number of milliseconds from 0 to 2147483647, not undefined'],
    [
      { kind: 'latency', latencyMs: 2 ** 31 },
      'rule.latencyMs must be a whole number of milliseconds from 0 to 2147483647, not 2147483648',
    ],
    [
      { kind: 'clock-skew', skewMs: 300_000 },
      'rule.skewMs must be a whole number of milliseconds, more than 300000 or less than -300000, not 300000',
    ],
    [
      { kind: 'clock-skew', skewMs: 9e15 },
      'rule.skewMs must be a whole number of milliseconds, more than 300000 or less than -300000, not 9000000000000000',
    ],
    [{ kind: 'throttling', latencyMs: 5 }, `unknown member rule.latencyMs: a rule of the kind 'throttling' takes ${common}`],
    [
      { kind: 'latency', latencyMs: 5, latency: 5 },
      `unknown member rule.latency: a rule of the kind 'latency' takes ${common}, latencyMs`,
    ],
    [{ kind: 'constructor' }, expect.stringContaining("not 'constructor'")],
  ])('%j is a TypeError that names what is wrong', async (rules, message) => {
    const { server } = await TestSwf.start()
    // @ts-expect-error they are wrong
    expect(() => server.inject(rules)).toThrow(expect.objectContaining({ name: 'TypeError', message }))
  })

  it.each<readonly [unknown, unknown, string]>([
    [{ kind: 'hang' }, 0, 'option faults.rules must be a list of rules, not an object'],
    [[{ kind: 'hang' }, { kind: 'hung' }], 0, "not 'hung'"],
    [[{ kind: 'hang', rate: '1' }], 0, "option faults.rules[0].rate must be a number from 0 to 1, not '1'"],
    [[], -1, 'option faults.seed must be a whole number from 0 to 4294967295, not -1'],
    [[], 2 ** 32, 'option faults.seed must be a whole number from 0 to 4294967295, not 4294967296'],
  ])('%j with the seed %j does not let a LocalSwf start', async (rules, seed, message) => {
    // @ts-expect-error they are wrong
    const starting = LocalSwf.start({ faults: { rules, seed } })
    await expect(starting).rejects.toThrow(TypeError)
    await expect(starting).rejects.toThrow(message)
  })
})
