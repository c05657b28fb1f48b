import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { SWF } from '@aws-sdk/client-swf'
import { describe, expect, it, onTestFinished } from 'vitest'
import { requestLine } from '../../lib/cli/request-line.js'
import { LocalSwf, type ServedRequest } from '../../lib/local-swf/index.js'
import { signature } from './support/raw-request.js'

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

  /** What it has said, once it has said so much. */
  async says(wanted: RegExp): Promise<string> {
    while (!wanted.test(this.#out) && this.child.exitCode === null) await once(this.child.stdout, 'data')
    return this.#out
  }

  /** What it exports, once it has said all of it. */
  async exports(): Promise<ReadonlyMap<string, string>> {
    const said = await this.says(/\n\n$/)
    return new Map([...said.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]))
  }
}

/** A client by what the command exports. */
function clientOf(environment: ReadonlyMap<string, string>): SWF {
  const client = new SWF({
    endpoint: environment.get('AWS_ENDPOINT_URL_SWF') ?? '',
    region: environment.get('AWS_REGION') ?? '',
    credentials: {
      accessKeyId: environment.get('AWS_ACCESS_KEY_ID') ?? '',
      secretAccessKey: environment.get('AWS_SECRET_ACCESS_KEY') ?? '',
    },
    maxAttempts: 1,
  })
  onTestFinished(() => client.destroy())
  return client
}

/** A request as it goes over the wire. */
function rawText(operation: string, request: object): string {
  const body = JSON.stringify(request)
  return [
    'POST / HTTP/1.1',
    'Host: 127.0.0.1',
    `X-Amz-Target: SimpleWorkflowService.${operation}`,
    `Authorization: ${signature}`,
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n')
}

/** The lines about requests, each without its time. */
function requestLines(out: string): string[] {
  return [...out.matchAll(/^\d\d:\d\d:\d\d\.\d{3} {2}(.*)$/gm)].map(([, line = '']) => line)
}

describe('the command local', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('prints what a client needs, serves it, and ends with 0 at %s', async (signal) => {
    const command = new Command('--port', '0')
    const environment = await command.exports()
    expect([...environment.keys()]).toEqual(['AWS_ENDPOINT_URL_SWF', 'AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])
    const client = clientOf(environment)
    await client.registerDomain({ name: 'orders', workflowExecutionRetentionPeriodInDays: '7' })
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

  it.each([['--port', '65536'], ['--prot', '1'], ['extra'], ['--domain', 'a/b']])(
    'refuses %s %s with its usage, and ends with 2',
    async (...argv) => {
      const { out, error, code } = await new Command(...argv).ended
      expect({ out, code }).toEqual({ out: '', code: 2 })
      expect(error).toContain('usage: swf-result-worker local [--port <port>]')
    },
  )

  it('has the domains that it is given', async () => {
    const command = new Command('--domain', 'FlowDefault', '--domain=other')
    const client = clientOf(await command.exports())
    for (const name of ['FlowDefault', 'other']) {
      expect((await client.describeDomain({ name })).domainInfo?.status).toBe('REGISTERED')
    }
  })

  it('prints a line for each request, in columns: time, operation, subject, and a fault', async () => {
    const command = new Command('--domain', 'orders')
    const client = clientOf(await command.exports())
    await client.describeDomain({ name: 'orders' })
    await expect(client.describeDomain({ name: 'x' })).rejects.toThrow('Unknown domain')
    const execution = { domain: 'orders', workflowId: 'order-1', signalName: 'nudge' }
    await expect(client.signalWorkflowExecution(execution)).rejects.toThrow('Unknown execution')
    expect(requestLines(await command.says(/Signal.*\n/))).toEqual([
      'DescribeDomain                  orders',
      'DescribeDomain                  x                                         UnknownResourceFault: Unknown domain: x',
      'SignalWorkflowExecution         orders/order-1                            UnknownResourceFault: Unknown execution, workflowId = order-1',
    ])
  })

  it('prints of a poll whose client went that it was not answered', async () => {
    const command = new Command('--domain', 'orders')
    const endpoint = new URL((await command.exports()).get('AWS_ENDPOINT_URL_SWF') ?? '')
    const socket = connect(Number(endpoint.port), endpoint.hostname)
    socket.write(rawText('PollForActivityTask', { domain: 'orders', taskList: { name: 'workers' } }))
    // Sent down the same connection, and so served after the poll has come: its line shows that the poll is held.
    socket.write(rawText('DescribeDomain', { name: 'orders' }))
    await command.says(/DescribeDomain.*\n/)
    socket.destroy()
    const [, line] = requestLines(await command.says(/PollForActivityTask.*\n/))
    expect(line).toMatch(/^PollForActivityTask {13}orders\/workers {28}not answered(, held \d.*)?$/)
  })

  it('prints a line for what is no request of SWF', async () => {
    const command = new Command()
    const endpoint = (await command.exports()).get('AWS_ENDPOINT_URL_SWF') ?? ''
    await fetch(endpoint, { method: 'POST', headers: { origin: 'https://example.com' } })
    expect(requestLines(await command.says(/Forbidden.*\n/))).toEqual([
      `${'-'.padEnd(30)}  ${'-'.padEnd(40)}  Forbidden: LocalSwf does not serve web pages: the request has an Origin header`,
    ])
  })

  it('prints no control character of a client: nothing can look like another line', async () => {
    const command = new Command()
    const client = clientOf(await command.exports())
    const name = 'x\n12:00:00.000  DescribeDomain\r\u001b[2J\u0085\u2028\u202e'
    await expect(client.describeDomain({ name })).rejects.toThrow('Unknown domain')
    const out = await command.says(/Fault.*\n/)
    const escaped = String.raw`x\u000a12:00:00.000  DescribeDomain\u000d\u001b[2J\u0085\u2028\u202e`
    expect(requestLines(out)).toEqual([
      `DescribeDomain                  ${escaped}  UnknownResourceFault: Unknown domain: ${escaped}`,
    ])
    expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}]/u)
  })

  it('cuts long texts', async () => {
    const command = new Command()
    const client = clientOf(await command.exports())
    await expect(client.describeDomain({ name: 'x'.repeat(100_000) })).rejects.toThrow('256')
    const [line = ''] = requestLines(await command.says(/Exception.*\n/))
    expect(line).toMatch(/^DescribeDomain {18}x{160}…  ValidationException: 1 validation error detected: Value 'x{100,}…$/)
  })

  it('serves on when nobody reads its lines any more', async () => {
    const command = new Command()
    const client = clientOf(await command.exports())
    command.child.stdout.destroy()
    const registration = { workflowExecutionRetentionPeriodInDays: '7' }
    for (const name of ['a', 'b', 'c']) await client.registerDomain({ name, ...registration })
    expect((await client.describeDomain({ name: 'c' })).domainInfo?.name).toBe('c')
    command.child.kill('SIGTERM')
    expect(await command.ended).toMatchObject({ error: '', code: 0 })
  })

  it('tells its usage when it is asked', async () => {
    const { out, code } = await new Command('--help').ended
    expect(code).toBe(0)
    expect(out).toMatch(/^usage: swf-result-worker local/)
  })
})

const at = new Date(2027, 0, 15, 9, 5, 7, 42)
const poll: ServedRequest = {
  operation: 'PollForDecisionTask',
  region: 'us-east-1',
  subject: 'FlowDefault/flow_default_ruby',
  status: 200,
  heldMs: 0,
}
const start = '09:05:07.042  PollForDecisionTask             FlowDefault/flow_default_ruby'

describe('the line about a poll', () => {
  it.each([
    [0, ''],
    [12, '             held 12 ms'],
    [999.4, '             held 999 ms'],
    [12_345, '             held 12.3 s'],
    [60_000, '             held 60.0 s'],
  ])('that was held for %d ms ends with "%s"', (heldMs, end) => {
    expect(requestLine({ ...poll, heldMs }, at)).toBe(`${start}${end}`)
  })

  it('whose client went says that it was not answered', () => {
    const line = requestLine({ ...poll, status: undefined, heldMs: 3000 }, at)
    expect(line).toBe(`${start}             not answered, held 3.0 s`)
  })
})

it('a line about another operation says nothing of how long it took', () => {
  const line = requestLine({ ...poll, operation: 'DescribeDomain', heldMs: 5 }, at)
  expect(line).toBe('09:05:07.042  DescribeDomain                  FlowDefault/flow_default_ruby')
})

it('a line is one line, whatever a client puts into it', () => {
  const hostile = 'a\n\r\t\u0000\u007f\u009b\u200f\u2029\ud800\u{e0041}b'
  const escaped = String.raw`a\u000a\u000d\u0009\u0000\u007f\u009b\u200f\u2029\ud800\u{e0041}b`
  const fault = { name: hostile, message: hostile }
  const line = requestLine({ ...poll, operation: hostile, subject: hostile, fault }, at)
  expect(line).toBe(`09:05:07.042  ${escaped}  ${escaped}  ${escaped}: ${escaped}`)
})
