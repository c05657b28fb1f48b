import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { SWF } from '@aws-sdk/client-swf'
import { describe, expect, it, onTestFinished } from 'vitest'
import { LocalSwf } from '../../lib/local-swf/index.js'

const entry = fileURLToPath(new URL('../../dist/lib/cli/local.js', import.meta.url))
const script = `const { local } = await import(${JSON.stringify(entry)}); process.exitCode = await local(process.argv.slice(1))`

/** The command in a process of its own. */
class Command {
  readonly child: ChildProcessByStdio<null, Readable, Readable>
  /** What it wrote, and its exit code. */
  readonly ended: Promise<{ readonly out: string; readonly error: string; readonly code: unknown }>
  #out = ''
  #error = ''

  constructor(...argv: string[]) {
    const stdio = ['ignore', 'pipe', 'pipe'] as const
    this.child = spawn(process.execPath, ['--input-type=module', '-e', script, '--', ...argv], { stdio: [...stdio] })
    this.child.stdout.on('data', (chunk) => (this.#out += String(chunk)))
    this.child.stderr.on('data', (chunk) => (this.#error += String(chunk)))
    this.ended = once(this.child, 'close').then(([code]) => ({ out: this.#out, error: this.#error, code }))
    onTestFinished(() => void this.child.kill('SIGKILL'))
  }

  /** What it exports, once it has said all of it. */
  async exports(): Promise<ReadonlyMap<string, string>> {
    while (!this.#out.endsWith('\n\n') && this.child.exitCode === null) await once(this.child.stdout, 'data')
    return new Map([...this.#out.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]))
  }
}

describe('the command local', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('prints what a client needs, serves it, and ends with 0 at %s', async (signal) => {
    const command = new Command('--port', '0')
    const environment = await command.exports()
    expect([...environment.keys()]).toEqual(['AWS_ENDPOINT_URL_SWF', 'AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])
    const client = new SWF({
      endpoint: environment.get('AWS_ENDPOINT_URL_SWF') ?? '',
      region: environment.get('AWS_REGION') ?? '',
      credentials: {
        accessKeyId: environment.get('AWS_ACCESS_KEY_ID') ?? '',
        secretAccessKey: environment.get('AWS_SECRET_ACCESS_KEY') ?? '',
      },
    })
    await client.registerDomain({ name: 'orders', workflowExecutionRetentionPeriodInDays: '7' })
    client.destroy()
    command.child.kill(signal)
    expect(await command.ended).toMatchObject({ error: '', code: 0 })
  })

  it('says that its port is in use, and ends with 1', async () => {
    const swf = await LocalSwf.start()
    onTestFinished(() => swf.stop())
    expect(await new Command('--port', String(swf.port)).ended).toEqual({
      out: '',
      error: `port ${swf.port} of 127.0.0.1 is in use: give LocalSwf another port, or 0 for a free one\n`,
      code: 1,
    })
  })

  it.each([['--port', 'http'], ['--port', '65536'], ['--prot', '1'], ['extra']])(
    'refuses %s %s with its usage, and ends with 2',
    async (...argv) => {
      const { out, error, code } = await new Command(...argv).ended
      expect({ out, code }).toEqual({ out: '', code: 2 })
      expect(error).toContain('usage: swf-result-worker local [--port <port>]')
    },
  )

  it('tells its usage when it is asked', async () => {
    const { out, code } = await new Command('--help').ended
    expect(code).toBe(0)
    expect(out).toMatch(/^usage: swf-result-worker local/)
  })
})
