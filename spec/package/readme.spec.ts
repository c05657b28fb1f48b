import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PackedProject, root } from '../support/packed-project.js'

const readme = readFileSync(join(root, 'README.md'), 'utf8')

/** The code blocks of a language, in order. */
function blocks(language: string): readonly string[] {
  return Array.from(readme.matchAll(/^```(\w*)\n([^]*?)^```$/gm)).flatMap(([, name, code = '']) =>
    name === language ? [code] : [],
  )
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

  test('its TypeScript compiles in the strictest project', () => {
    const [jobExample = '', resultExample = ''] = blocks('ts')
    project.write(
      'activities.ts',
      'export const activities = { Pricing: { async quote(order: { customer: string; items: number }) { return { total: order.items } } } }\n',
    )
    project.write('jobs.ts', jobExample)
    project.write('result.ts', resultExample)
    project.write(
      'tsconfig.json',
      JSON.stringify({
        compilerOptions: {
          module: 'NodeNext',
          target: 'ES2022',
          strict: true,
          exactOptionalPropertyTypes: true,
          noEmit: true,
          types: [],
        },
      }),
    )
    expect(project.node(join(root, 'node_modules/typescript/bin/tsc'))).toBe('')
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

  test('every error class and option that it names exists', async () => {
    const names = new Set(Array.from(readme.matchAll(/`(\w+Error)`/g), ([, name]) => String(name)))
    names.delete('AbortError')
    const exported = project
      .node('--input-type=module', '-e', "console.log(Object.keys(await import('swf-result-worker')).join())")
      .trim()
      .split(',')
    expect(exported).toEqual(expect.arrayContaining([...names]))
  })
})

describe('the packed package', () => {
  test('every entry of its exports can be imported, but the thread’s, which says that it is one', () => {
    const load = (entry: string): string =>
      project.node('--input-type=module', '-e', `console.log(Object.keys(await import('${entry}')).join())`)
    expect(load('swf-result-worker/job-worker')).toContain('JobWorker')
    expect(load('swf-result-worker/local')).toContain('LocalSwf')
    expect(project.node('-p', "require('swf-result-worker/package.json').name")).toBe('swf-result-worker\n')
    expect(() => load('swf-result-worker/worker')).toThrow('is the entry of a worker thread')
  })

  test('can be required by CommonJS', () => {
    project.write('common.cjs', "console.log(typeof require('swf-result-worker').ResultWorker.start)")
    expect(project.node('--experimental-require-module', '--no-warnings', 'common.cjs')).toBe('function\n')
  })

  test('holds the build, the licence and the change log, and no source or spec', () => {
    const files = project.node('-p', "require('node:fs').readdirSync('node_modules/swf-result-worker').sort().join()").trim()
    expect(files).toBe('CHANGELOG.md,LICENSE,README.md,dist,package.json')
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
