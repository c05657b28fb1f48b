import { describe, expect, it } from 'vitest'
import { FlowFormatError } from '../../lib/flow/flow-format-error.js'
import { LIMITS } from '../../lib/flow/limits.js'
import { decodeResultInput } from '../../lib/flow/result-activity.js'
import { forward } from '../../lib/flow/yaml-forward.js'
import { parseYaml } from '../../lib/flow/yaml-parse.js'
import { writeYaml } from '../../lib/flow/yaml-write.js'

/** A result task as long as SWF takes, of one piece again and again. */
function filled(piece: string, before: string, after: string): string {
  const start = `---\n- :key: k\n  :result: ${before}`
  return start + piece.repeat(Math.floor((LIMITS.data - start.length - after.length) / piece.length)) + after
}

/** A text that takes a time more than linear in its length runs into the suite's hang guard. */
describe('a text as long as SWF takes is read or refused, and handed on or refused, without a stop', () => {
  it.each<[string, string, string, string]>([
    ['numbers as keys', '1,', '{', '}'],
    ['nils as keys', '~,', '{', '}'],
    ['symbols as keys', ':a,', '{', '}'],
    ['symbols of colons as keys', '::::::::a,', '{', '}'],
    ['empty keys', '? ,', '{', '}'],
    ['lists as keys', '[[[]]]: 1,', '{', '}'],
    ['maps as keys', '{}: 1,', '{', '}'],
    ['lists as keys, one a line', '\n    [[[]]]: 1', '', ''],
    ['empty keys, one a line', '\n    ?', '', ''],
    ['strings as keys', 'a,', '{', '}'],
    ['aliases as keys', '*a : 1,', '{&a [x] : 1,', '}'],
    ['aliases', '*a ,', '[&a [x],', ']'],
    ['anchors', '&a x,', '[', ']'],
    ['merge keys', '<<: *a ,', '{&a x: 1,', '}'],
    ['tags', '!a x,', '[', ']'],
    ['comments', '#\n', '\n', '    - x'],
    ['line breaks in quotes', ' \n', '"a', '"'],
    ['brackets that end nothing', ']', '', ''],
    ['lists again and again, as deep as can be', `${'['.repeat(400)}${']'.repeat(400)},`, '[', ']'],
  ])('%s', (_, piece, before, after) => {
    const text = filled(piece, before, after)
    const outcomes = [
      () => decodeResultInput(text),
      () => {
        const parsed = parseYaml(text)
        return writeYaml(forward(parsed.roots[0], parsed))
      },
    ].map(outcomeOf)
    expect(outcomes.filter((outcome) => outcome !== undefined && !(outcome instanceof FlowFormatError))).toEqual([])
  })
})

function outcomeOf(attempt: () => unknown): unknown {
  try {
    attempt()
    return undefined
  } catch (error) {
    return error
  }
}
