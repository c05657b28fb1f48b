import { describe, expect, it } from 'vitest'
import { decodeStart } from '../../lib/flow/inputs/decode-start.js'
import { FlowFormatError } from '../../lib/flow/flow-format-error.js'
import { MAX_VALUE_DEPTH } from '../../lib/base/limits.js'
import {
  decodeResultInput,
  encodeFailureInput,
  encodeResultInput,
  forwardResultInput,
} from '../../lib/flow/inputs/result-input.js'
import { activityTaskFailedException } from '../../lib/flow/failures/activity-task-exceptions.js'
import { encodeStart } from '../../lib/flow/inputs/encode-start.js'
import { yamlDataConverter } from '../../lib/flow/converters/yaml-data-converter.js'
import { plainCopy } from '../../lib/protocol/plain-data.js'

const inLists = (inner: unknown): unknown => [inner]

function nested(levels: number, wrap: (inner: unknown) => unknown): unknown {
  return Array.from({ length: levels }).reduce<unknown>((inner) => wrap(inner), 'x')
}

describe('the deepest value that is taken', () => {
  // Of lists: indented, maps as deep are longer than what is read.
  it('goes all the way: as input through template and decider to the activity, and back as its result', () => {
    const deepest = nested(MAX_VALUE_DEPTH, inLists)
    expect(plainCopy(deepest, 'the input')).toStrictEqual(deepest)
    const input = encodeStart({ className: 'A', method: 'b', args: deepest, key: 'k', resultTaskList: 'l' })
    const { activityInput } = decodeStart(input)
    expect(yamlDataConverter.load(activityInput)).toStrictEqual([deepest])
    const completed = { key: 'k', outcome: { status: 'completed', value: deepest } }
    expect(decodeResultInput(forwardResultInput('k', yamlDataConverter.dump(deepest)))).toStrictEqual(completed)
    expect(decodeResultInput(encodeResultInput('k', deepest))).toStrictEqual(completed)
  })

  it.each([
    ['lists', inLists],
    ['maps', (inner: unknown) => ({ a: inner })],
  ])('is, of %s, a level from one that is refused wherever it enters', (_, wrap) => {
    const deepest = nested(MAX_VALUE_DEPTH, wrap)
    const writers: ReadonlyArray<(value: unknown) => unknown> = [
      (args) => encodeStart({ className: 'A', method: 'b', args }),
      (result) => encodeResultInput('k', result),
      (value) => yamlDataConverter.dump(value),
      (value) => plainCopy(value, 'the value'),
    ]
    for (const write of writers) {
      expect(() => write(deepest)).not.toThrow()
      expect(() => write(wrap(deepest))).toThrow(TypeError)
      expect(() => write(wrap(deepest))).toThrow(/the value is nested deeper than 400 levels/)
    }
  })
})

describe('a text of somebody else', () => {
  const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)

  it('is not handed on as a result that would be too deep to be read', () => {
    expect(decodeResultInput(forwardResultInput('k', deep(MAX_VALUE_DEPTH))).key).toBe('k')
    expect(() => forwardResultInput('k', deep(MAX_VALUE_DEPTH + 1))).toThrow(FlowFormatError)
    expect(() => forwardResultInput('k', deep(MAX_VALUE_DEPTH + 1))).toThrow(/nested deeper than 400 levels/)
  })

  it.each([
    ['as deep as can be', deep(MAX_VALUE_DEPTH - 1)],
    ['too deep', deep(450)],
    ['too deep by its aliases', `[&a ${deep(300)}, ${'['.repeat(150)}*a ${']'.repeat(150)}, ${'x'.repeat(32_000)}]`],
  ])('that is the details of a failure, %s, is delivered as one', (_, value) => {
    const details = `--- !ruby/exception:Boom\nmessage: boom\nfield: ${value}\n`
    const exception = activityTaskFailedException({ eventId: 1, activityId: '1' }, 'boom', details)
    expect(decodeResultInput(encodeFailureInput('k', exception)).outcome).toMatchObject({
      status: 'failed',
      failure: { message: 'boom' },
    })
  })
})
