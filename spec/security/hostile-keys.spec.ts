import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { systemClock } from '../../lib/base/clock.js'
import { CredentialsAnswerer } from '../../lib/service/supervision/credentials-answerer.js'
import { Heartbeat } from '../../lib/service/supervision/heartbeat.js'
import { ResultListener } from '../../lib/service/supervision/result-listener.js'
import { createServiceParts } from '../../lib/service/supervision/service-parts.js'
import { Receiver } from './receiver.js'

const LONG = 'k'.repeat(32_000)

describe('results for keys that nobody waits for', () => {
  let receiver: Receiver
  beforeAll(async () => {
    receiver = await Receiver.start()
  })
  afterAll(() => receiver.stop())

  it('whatever they are called, are completed in SWF, counted, and written nowhere', async () => {
    const printed = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write'))
    const keys = [
      '',
      '__proto__',
      'constructor',
      'toString',
      'then',
      'size',
      'a\nb\r\u001b[31m\u009b\u2028',
      LONG,
      'result_key: \u0000',
    ]
    const { service, sender, taskList } = receiver
    const answers = await sender.deliver(
      taskList,
      keys.map((key) => [key, 'hostile']),
    )
    const writes = printed.flatMap(({ mock }) => mock.calls.map(([text]) => String(text)))
    for (const spy of printed) spy.mockRestore()
    expect(answers).toEqual(keys.map(() => ({ result: '---\n' })))
    expect(service.health()).toMatchObject({ ok: true, pending: 0, settled: 0, late: keys.length })
    for (const key of keys) expect(service.getResultFuture(key)).toBeUndefined()
    expect(writes).toEqual([])
    expect(JSON.stringify(service.health())).not.toMatch(/hostile|kkkk|\\u001b/)
  })

  it('take nothing from one that is waited for', async () => {
    const { service, sender, taskList } = receiver
    const { key, promise } = service.createResult()
    await sender.deliver(taskList, [
      [`${key} `, 1],
      [key.toUpperCase(), 2],
      [key.slice(0, -1), 3],
      [key, 'mine'],
    ])
    expect(await promise).toBe('mine')
  })
})

it('five thousand results for long unknown keys leave nothing in memory', () => {
  const parts = createServiceParts(systemClock, systemClock, () => undefined)
  const heartbeat = new Heartbeat(
    systemClock,
    () => {},
    () => {},
  )
  const listener = new ResultListener({ ...parts, heartbeat, credentials: new CredentialsAnswerer(undefined, () => {}) })
  const before = heapUsed()
  for (let number = 0; number < 5_000; number++) {
    const taskToken = `${number}-${'t'.repeat(1_000)}`
    listener.receive({ type: 'task', task: { taskToken, workflowId: 'w', runId: 'r' } })
    // Copied, so that it shares its characters with no other.
    const key = Buffer.from(LONG + number).toString()
    listener.receive({ type: 'result', taskToken, key, runId: 'r', outcome: { status: 'completed', value: key } })
    listener.receive({ type: 'responded', taskToken, answered: true })
  }
  expect(parts.statistics.late).toBe(5_000)
  expect([parts.pending.size, parts.tasks.orphans]).toEqual([0, []])
  // They came to 160 MB.
  expect(heapUsed() - before).toBeLessThan(20_000_000)
})

it('a task list and a key are not to be guessed: 21 characters of chance or more, never the same', async () => {
  const { makeTaskList } = await import('../../lib/base/identity.js')
  const { pending } = createServiceParts(systemClock, systemClock, () => undefined)
  const names = Array.from({ length: 1_000 }, () => makeTaskList('result'))
  const keys = Array.from({ length: 1_000 }, () => {
    const entry = pending.reserve({ timeoutMs: Infinity })
    pending.reject(entry, new Error('not needed'))
    return entry.key
  })
  expect(new Set([...names, ...keys]).size).toBe(2_000)
  for (const name of names) expect(name).toMatch(/-\d+-[\w-]{21}$/)
  for (const key of keys) expect(key).toMatch(/^result_key: [\w-]{21}$/)
})

function heapUsed(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed
}
