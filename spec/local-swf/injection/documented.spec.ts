import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { LocalSwf } from '../../../lib/local-swf/index.js'
import { root } from '../../support/packed-project.js'

const text = readFileSync(new URL('../../../docs/local-swf.md', import.meta.url), 'utf8')
const section = /^## Making it misbehave$[^]*?(?=^## )/m.exec(text)?.[0] ?? ''
const [, example = '', said = ''] = /^```js\n([^]*?)^```\n\n```\n([^]*?)^```$/m.exec(section) ?? []

describe('what docs/local-swf.md says of faults', () => {
  it('has an example that runs and prints what it says', () => {
    const flags = ['--input-type=module', '--eval', example]
    const printed = execFileSync(process.execPath, flags, { cwd: root, encoding: 'utf8', timeout: 60_000 })
    expect(printed).toBe(said)
  })

  it('has a row for each kind, and for no other', async () => {
    const kinds = Array.from(section.matchAll(/^\| `([\w-]+)` \|/gm), ([, kind]) => `'${kind}'`)
    // @ts-expect-error no such kind: the refusal lists all there are
    const refusal = await LocalSwf.start({ faults: { rules: [{ kind: 'none' }] } }).then(String, (error: Error) => error.message)
    expect(refusal).toContain(`must be one of ${kinds.join(', ')}, not 'none'`)
  })
})
