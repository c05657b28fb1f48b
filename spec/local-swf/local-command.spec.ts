import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { SWF } from '@aws-sdk/client-swf'
import { describe, expect, it, onTestFinished } from 'vitest'
import { LocalSwf } from '../../lib/local-swf/index.js'

const command = fileURLToPath(new URL('../../dist/lib/cli/local.js', import.meta.url))
const script = `const { local } = await import(${JSON.stringify(command)}); process.exitCode = await local(process.argv.slice(1))`

function run(...argv: string[]) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, '--', ...argv], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { child, ended: ended.then(([out, error, [code]]) => ({ out, error, code: code as unknown })) }
}

async function text(stream: NodeJS.ReadableStream): Promise<string> {
  let all = ''
  for await (const chunk of stream) all += String(chunk)
  return all
}

describe('the command local', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('prints what a client needs, serves it, and ends with 0 at %s', async (signal) => {
    const { child, ended } = run('--port', '0')
    const environment = new Map<string, string>()
    for await (const line of createInterface({ input: child.stdout })) {
      const [, name, value] = /^export (\w+)=(.*)$/.exec(line) ?? []
      if (name !== undefined && value !== undefined) environment.set(name, value)
      if (environment.size === 4) break
    }
    const credentials = {
      accessKeyId: environment.get('AWS_ACCESS_KEY_ID') ?? '',
      secretAccessKey: environment.get('AWS_SECRET_ACCESS_KEY') ?? '',
    }
    const endpoint = environment.get('AWS_ENDPOINT_URL_SWF') ?? ''
    const client = new SWF({ endpoint, region: environment.get('AWS_REGION') ?? '', credentials })
    await client.registerDomain({ name: 'orders', workflowExecutionRetentionPeriodInDays: '7' })
    client.destroy()
    child.kill(signal)
    expect(await ended).toMatchObject({ error: '', code: 0 })
  })

  it('says that its port is in use, and ends with 1', async () => {
    const swf = await LocalSwf.start()
    onTestFinished(() => swf.stop())
    expect(await run('--port', String(swf.port)).ended).toEqual({
      out: '',
      error: `port ${swf.port} of 127.0.0.1 is in use: give LocalSwf another port, or 0 for a free one\n`,
      code: 1,
    })
  })

  it.each([['--port', 'http'], ['--port', '65536'], ['--prot', '1'], ['extra']])(
    'refuses %s %s with its usage, and ends with 2',
    async (...argv) => {
      const { out, error, code } = await run(...argv).ended
      expect({ out, code }).toEqual({ out: '', code: 2 })
      expect(error).toContain('usage: swf-result-worker local [--port <port>]')
    },
  )

  it('tells its usage when it is asked', async () => {
    const { out, code } = await run('--help').ended
    expect(code).toBe(0)
    expect(out).toMatch(/^usage: swf-result-worker local/)
  })
})
