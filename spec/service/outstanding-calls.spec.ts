import { MessageChannel } from 'node:worker_threads'
import { afterEach, expect, test } from 'vitest'
import { ask } from '../../lib/service/calls/ask.js'
import type { OutstandingCall } from '../../lib/service/calls/call-lane.js'
import { KeepAlive } from '../../lib/base/keep-alive.js'
import { OutstandingCalls } from '../../lib/service/calls/outstanding-calls.js'
import type { StartExecutionCall, ToThread } from '../../lib/protocol/messages.js'

/** Starts that are handed over to the thread. */
const WINDOW = 1_000
const DEAD = new Error('the thread ended')

type CallMessage = Extract<ToThread, { type: 'call' }>

/** Calls, what their makers heard, and what each thread got. A port clones what is posted, as the thread's does. */
class Scene {
  readonly calls = new OutstandingCalls(new KeepAlive())
  readonly heard: string[] = []
  readonly failures = new Map<string, unknown>()
  readonly #channel = new MessageChannel()
  posted: ToThread[] = []

  attach(): void {
    this.posted = []
    this.calls.attach((message) => {
      this.#channel.port1.postMessage(message)
      this.posted.push(message)
    })
  }

  begin(): this {
    this.attach()
    return this
  }

  start(workflowId: string, input: unknown = null): OutstandingCall {
    const call: StartExecutionCall = {
      type: 'startExecution',
      workflowId,
      activity: { className: 'Any', method: 'job', version: '1.0' },
      input,
      execution: { executionStartToCloseTimeout: '60', tagList: [] },
    }
    return this.calls.make(call, this.#maker(workflowId))
  }

  startMany(count: number): readonly OutstandingCall[] {
    return Array.from({ length: count }, (_, index) => this.start(`job ${index}`))
  }

  look(name: string): void {
    this.calls.make({ type: 'findOutcome', workflowId: name, runId: 'run' }, this.#maker(name))
  }

  /** What the thread that lives now got, in order. */
  get got(): readonly string[] {
    return this.messages.map(({ call }) => ('workflowId' in call ? call.workflowId : call.type))
  }

  get messages(): readonly CallMessage[] {
    return this.posted.filter((message) => message.type === 'call')
  }

  sending(name: string): void {
    this.calls.sending(this.#idOf(name))
  }

  answer(name: string): void {
    this.calls.settle(this.#idOf(name), { ok: true, value: { runId: 'run' } })
  }

  end(): void {
    this.calls.rejectAll((what) => new Error(`ended before ${what}`))
    this.#channel.port1.close()
  }

  #idOf(name: string): number {
    return this.messages.find(({ call }) => 'workflowId' in call && call.workflowId === name)?.id ?? 0
  }

  #maker(name: string): { answered(): void; failed(reason: unknown): void } {
    return {
      answered: () => void this.heard.push(`${name} answered`),
      failed: (reason) => {
        this.heard.push(`${name} failed`)
        this.failures.set(name, reason)
      },
    }
  }
}

let scene: Scene
afterEach(() => scene.end())

test('the thread has a number of starts; the others wait, and go in the order in which they were made', () => {
  scene = new Scene().begin()
  scene.startMany(WINDOW + 100)
  expect(scene.got).toHaveLength(WINDOW)
  for (let index = 0; index < WINDOW + 100; index += 1) scene.answer(`job ${index}`)
  expect(scene.got).toEqual(Array.from({ length: WINDOW + 100 }, (_, index) => `job ${index}`))
  expect(scene.heard).toHaveLength(WINDOW + 100)
})

test('a look at a history is never behind starts', () => {
  scene = new Scene().begin()
  scene.startMany(WINDOW + 100)
  scene.look('history')
  expect(scene.got.at(-1)).toBe('history')
})

test('a start that is withdrawn while it waits leaves at once, is never sent, and those beside it go on', () => {
  scene = new Scene().begin()
  const made = scene.startMany(WINDOW + 4)
  for (const call of [made[WINDOW], made[WINDOW + 2], made[WINDOW + 3]]) if (call) scene.calls.withdraw(call)
  expect(scene.posted).toHaveLength(WINDOW)
  for (let index = 0; index < 4; index += 1) scene.answer(`job ${index}`)
  scene.start('later')
  expect(scene.got.slice(WINDOW)).toEqual([`job ${WINDOW + 1}`, 'later'])
})

test('a successor gets what the thread had, with a mark on what it may have sent, and then what waited', () => {
  scene = new Scene().begin()
  scene.startMany(WINDOW + 1)
  scene.sending('job 1')
  scene.calls.detach(DEAD)
  scene.start('while it was down')
  scene.begin()
  expect(scene.got).toHaveLength(WINDOW)
  expect(scene.messages.filter(({ maybeCarriedOut }) => maybeCarriedOut)).toMatchObject([{ call: { workflowId: 'job 1' } }])
  scene.answer('job 0')
  scene.answer('job 1')
  expect(scene.got.slice(WINDOW)).toEqual([`job ${WINDOW}`, 'while it was down'])
})

test.each(['while a thread lives', 'while none does'])(
  'a start that no port takes fails alone, with its cause, when it is made %s',
  (when) => {
    scene = new Scene()
    if (when === 'while a thread lives') scene.begin()
    scene.start('before')
    scene.start('hostile', () => {})
    scene.start('behind')
    if (when === 'while none does') scene.begin()
    expect(scene.got).toEqual(['before', 'behind'])
    expect(scene.heard).toEqual(['hostile failed'])
    expect(scene.failures.get('hostile')).toMatchObject({
      name: 'JobStartError',
      workflowId: 'hostile',
      cause: expect.objectContaining({ name: 'DataCloneError' }),
    })
    // Nor does it harm the successors.
    scene.calls.detach(DEAD)
    scene.begin()
    expect(scene.got).toEqual(['before', 'behind'])
  },
)

test('twenty thousand starts that no port takes fail, one after the other', () => {
  scene = new Scene()
  for (let index = 0; index < 20_000; index += 1) scene.start('hostile', () => {})
  scene.begin()
  expect(scene.heard).toHaveLength(20_000)
})

test('once the thread is about to end nothing more is sent, and what waits is told that it was not', () => {
  scene = new Scene().begin()
  scene.startMany(WINDOW + 1)
  scene.calls.close()
  scene.answer('job 0')
  expect(scene.got).toHaveLength(WINDOW)
  scene.calls.rejectAll((what) => new Error(`ended before ${what}`))
  expect(scene.failures.get('job 1')).toMatchObject({ message: 'ended before SWF answered' })
  expect(scene.failures.get(`job ${WINDOW}`)).toMatchObject({ message: expect.stringContaining('it was not started') })
})

test('a call that nobody waits for any longer is not made', async () => {
  scene = new Scene().begin()
  const signal = AbortSignal.abort(new Error('nobody waits'))
  await expect(ask(scene.calls, { type: 'listClosed', since: 0 }, { signal })).rejects.toThrow('nobody waits')
  expect(scene.posted).toEqual([])
})
