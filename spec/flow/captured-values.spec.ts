import { describe, expect, it } from 'vitest'
import { yamlDataConverter } from '../../lib/flow/converters/yaml-data-converter.js'
import { capture } from '../fixtures/wire/capture.js'
import { capturedValues } from './captured-values-table.js'
import { compareWithRuby, hasRuby } from './compare-with-ruby.js'

interface ResultTask {
  readonly activityAnswered: { readonly result?: string } | null
  readonly resultTaskInput: string
  readonly rubyValue: { readonly inspect?: string }
}

const captured: Readonly<Record<string, ResultTask>> = capture('result_tasks')

function task(name: string): ResultTask {
  return captured[name] ?? expect.fail(`no job ${name} was captured`)
}

function resultIn(input: string): unknown {
  const list = yamlDataConverter.load(input)
  return Array.isArray(list) ? Object(list[0]).result : undefined
}

describe('the captured result of', () => {
  it('every job is in the table', () => {
    expect(capturedValues.map(([name]) => name)).toStrictEqual(Object.keys(captured))
    expect(capturedValues).toHaveLength(58)
  })

  it.each(capturedValues)('%s, to Ruby %s, is read as the same', (name, inspected, value) => {
    const { activityAnswered, resultTaskInput, rubyValue } = task(name)
    expect(rubyValue.inspect).toBe(inspected)
    const result = resultIn(resultTaskInput)
    expect(result).toStrictEqual(value)
    expect(structuredClone(result)).toStrictEqual(value)
    const answered = activityAnswered?.result
    if (answered !== undefined) expect(yamlDataConverter.load(answered)).toStrictEqual(value)
  })

  it.each(capturedValues)('%s, to Ruby %s, comes back from our own text', (name) => {
    const input = yamlDataConverter.load(task(name).resultTaskInput)
    expect(yamlDataConverter.load(yamlDataConverter.dump(input))).toStrictEqual(input)
  })
})

describe.skipIf(!hasRuby)('what we write for the captured result of', () => {
  const inputs = capturedValues.map(([name]) => task(name).resultTaskInput)
  const pairs = inputs.map((input) => [yamlDataConverter.dump(yamlDataConverter.load(input)), input] as const)
  const compared = hasRuby ? compareWithRuby({ pairs }).pairs : []

  it.each(capturedValues.map(([name], index) => [name, index] as const))('%s is the same value to Ruby', (_, index) => {
    const [ours, theirs] = compared[index] ?? []
    expect(theirs).toStrictEqual(['array', 'Array', [['hash', 'Hash', expect.anything(), []]], []])
    expect(ours).toStrictEqual(theirs)
  })
})
