import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ResultService } from '../../lib/index.js'
import { JobWorker } from '../../lib/job-worker/index.js'
import { LocalSwf } from '../../lib/local-swf/index.js'
import { Child, saidBy, swfEnvironment } from '../support/child.js'
import { PackedProject, root } from '../support/packed-project.js'
import { ResultTaskSender } from '../support/result-tasks.js'

const readme = readFileSync(join(root, 'README.md'), 'utf8')

/** The code blocks of a language, in order. */
function blocks(language: string): readonly string[] {
  return Array.from(readme.matchAll(/^```(\w*)\n([^]*?)^```$/gm)).flatMap(([, name, code = '']) =>
    name === language ? [code] : [],
  )
}

/** What LocalSwf.start says that it takes, or a group of its options. */
async function taken(wrong: object): Promise<readonly string[]> {
  const refusal = await LocalSwf.start(wrong).then(
    () => '',
    (error: Error) => error.message,
  )
  return refusal.split(' takes ')[1]?.split(', ') ?? []
}

let project: PackedProject

beforeAll(() => {
  project = new PackedProject()
})

afterAll(() => project.remove())

describe('what the README shows, from the packed package in an empty project', () => {
  test('its example runs verbatim and prints what it says', () => {
    const [example = ''] = blocks('js')
    const [said] = blocks('')
    project.write('quote.mjs', example)
    expect(project.node('quote.mjs')).toBe(said)
  })

  test('its example of LocalSwf runs verbatim and prints what it says', () => {
    const [, example = ''] = blocks('js')
    const said = blocks('').find((block) => block.startsWith('60'))
    project.write('local.mjs', example)
    expect(project.node('local.mjs')).toBe(said)
  })

  test('its TypeScript compiles in the strictest project, and does what it says', async () => {
    const [jobExample = '', resultExample = ''] = blocks('ts')
    const activities = {
      Pricing: {
        quote: async (order: { customer: string; items: number }) => ({ customer: order.customer, total: order.items * 20 }),
      },
    }
    project.write(
      'activities.ts',
      `export const activities = { Pricing: { ${activities.Pricing.quote.toString().replace('async (order)', 'async quote(order: { customer: string; items: number })').replace('=> (', '{ return (')} } } }\n`,
    )
    project.write('jobs.ts', jobExample)
    project.write('result.ts', resultExample)
    const compilerOptions = { module: 'NodeNext', target: 'ES2022', strict: true, exactOptionalPropertyTypes: true, types: [] }
    project.write('tsconfig.json', JSON.stringify({ compilerOptions }))
    expect(project.node(join(root, 'node_modules/typescript/bin/tsc'))).toBe('')

    const swf = await LocalSwf.start()
    const env = swfEnvironment(swf.clientOptions)
    const worker = await JobWorker.start({ activities, swf: swf.clientOptions, signals: false })
    const jobs = await new Child(join(project.folder, 'jobs.js'), { env }).ended
    expect(jobs).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^60\.00\nquote-7 \w+ \{ customer: 'Ada', total: 80 \}\n$/),
    })

    const result = new Child(join(project.folder, 'result.js'), { env })
    const { key, taskList } = await saidBy(result)
    const sender = new ResultTaskSender(swf)
    await sender.send([{ taskList, input: JSON.stringify([{ key, result: 'in JSON' }]) }])
    expect(await result.ended).toMatchObject({ code: 0, output: expect.stringContaining('in JSON') })
    sender.destroy()
    await worker.stop({ drainMs: 0 })
    await swf.stop()
  })

  test('its demo runs, and ends by itself', () => {
    const said = project.node(project.bin(), 'demo')
    for (const part of [
      'LocalSwf',
      'JobWorker',
      'ResultWorker',
      '20 of 20',
      'JobFailedError',
      'OrderRejected',
      '0 results were abandoned',
    ])
      expect(said).toContain(part)
  })

  test('its two commands are the package’s scripts', () => {
    expect(blocks('sh')[0]).toContain('npm ci && npm run demo')
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['demo', 'test', 'check', 'build', 'prepare']))
  })

  test('every error class that it names is exported', () => {
    const names = new Set(Array.from(readme.matchAll(/`(\w+Error)`/g), ([, name]) => String(name)))
    for (const foreign of ['AbortError', 'TypeError', 'StandardError']) names.delete(foreign)
    const exported = project
      .node('--input-type=module', '-e', "console.log(Object.keys(await import('swf-result-worker')).join())")
      .trim()
      .split(',')
    expect(exported).toEqual(expect.arrayContaining([...names]))
  })

  test('every option of its table is one', () => {
    const rows = Array.from(readme.matchAll(/^\| `(\w+)` \|/gm), ([, name]) => String(name)).filter(
      (name) => !name.endsWith('Error'),
    )
    expect(rows).toHaveLength(8)
    for (const name of rows) expect(() => new ResultService({ [name]: Symbol('wrong') })).toThrow(`option "${name}" must be`)
  })

  test('every option of LocalSwf is in its table, and no other', async () => {
    const table = readme.slice(readme.indexOf('| option of `LocalSwf.start` |')).split('\n\n', 1)[0] ?? ''
    const rows = Array.from(table.matchAll(/^\| (\w+) \| (.+?) \|/gm), ([, name = '', byDefault = '']) => ({ name, byDefault }))
    expect(rows.map(({ name }) => name).toSorted()).toEqual((await taken({ wrong: 1 })).toSorted())
    const groups = rows.filter(({ byDefault }) => byDefault.startsWith('`{'))
    expect(groups.map(({ name }) => name)).toEqual(['faults', 'account'])
    for (const { name, byDefault } of groups) {
      const members = Array.from(byDefault.matchAll(/(\w+): /g), ([, member]) => member)
      expect(members).toEqual(await taken({ [name]: { wrong: 1 } }))
    }
  })
})

describe('the packed package', () => {
  test('every entry of its exports can be imported, but the thread’s, which says that it is one', () => {
    const load = (entry: string): string =>
      project.node('--input-type=module', '-e', `console.log(Object.keys(await import('${entry}')).join())`)
    expect(load('swf-result-worker/job-worker')).toContain('JobWorker')
    expect(load('swf-result-worker/local')).toContain('LocalSwf')
    expect(project.node('-p', "require('swf-result-worker/package.json').name")).toBe('swf-result-worker\n')
    expect(() => load('swf-result-worker/worker')).toThrow('is the entry of the worker thread')
  })

  test('can be required by CommonJS', () => {
    project.write('common.cjs', "console.log(typeof require('swf-result-worker').ResultWorker.start)")
    expect(project.node('--experimental-require-module', '--no-warnings', 'common.cjs')).toBe('function\n')
  })

  test('holds the build, the documents and the licence, and no source or spec', () => {
    const files = project.node('-p', "require('node:fs').readdirSync('node_modules/swf-result-worker').sort().join()").trim()
    expect(files).toBe('CHANGELOG.md,LICENSE,README.md,dist,docs,package.json')
  })
})

describe('the command line', () => {
  test('--help and --version answer, an unknown command is exit code 2', () => {
    expect(project.node(project.bin(), '--help')).toContain('usage: swf-result-worker <command>')
    expect(project.node(project.bin(), '--version')).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect(() => project.node(project.bin(), 'serve')).toThrow(
      expect.objectContaining({ status: 2, stderr: expect.stringContaining("unknown command 'serve'") }),
    )
  })
})
