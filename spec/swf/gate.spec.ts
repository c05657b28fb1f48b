import { expect, test } from 'vitest'
import { Gate } from '../../lib/swf/clients/gate.js'
import { gate as door } from '../support/gate.js'

const nobody = new AbortController().signal

test('lets so many through at once, and the others in their order', async () => {
  const gate = new Gate(2)
  const doors = [door(), door(), door(), door()]
  const begun: number[] = []
  const all = doors.map(({ opened }, index) => gate.through(() => (begun.push(index), opened), nobody))
  await new Promise(setImmediate)
  expect(begun).toEqual([0, 1])
  doors[1]?.open()
  await all[1]
  await new Promise(setImmediate)
  expect(begun).toEqual([0, 1, 2])
  for (const { open } of doors) open()
  await Promise.all(all)
  expect(begun).toEqual([0, 1, 2, 3])
})

test('who goes away while it waits takes no place, and its work is not begun', async () => {
  const gate = new Gate(1)
  const [first, gone] = [door(), new AbortController()]
  const begun: string[] = []
  const holding = gate.through(() => first.opened, nobody)
  const leaving = gate.through(async () => begun.push('gone'), gone.signal)
  const last = gate.through(async () => begun.push('last'), nobody)
  gone.abort(new Error('enough'))
  await expect(leaving).rejects.toThrow('enough')
  first.open()
  await Promise.all([holding, last])
  expect(begun).toEqual(['last'])
})

test('who goes away in the moment in which it is let through gives its place back', async () => {
  const gate = new Gate(1)
  const [first, gone] = [door(), new AbortController()]
  const holding = gate.through(() => first.opened, nobody)
  const leaving = gate.through(async () => expect.fail('begun'), gone.signal)
  first.open()
  void holding.then(() => gone.abort(new Error('enough')))
  await leaving.catch(() => undefined)
  expect(await gate.through(async () => 'through', nobody)).toBe('through')
})

test('work that fails gives its place back', async () => {
  const gate = new Gate(1)
  await expect(gate.through(() => Promise.reject(new Error('no')), nobody)).rejects.toThrow('no')
  expect(await gate.through(async () => 'through', nobody)).toBe('through')
})
